import { MapistoreError } from '@mapistore/core';
import { propfindBody } from './dav/bodies.ts';
import type { Dav } from './dav/client.ts';
import { namesOfHref, pathOfNames } from './dav/hrefs.ts';
import { type DavResponse, hrefsOf, namesIn } from './dav/multistatus.ts';
import type { Answer } from './dav/requests.ts';
import { Refusal, senseless } from './errors.ts';
import { addressOf } from './objects/scheduling.ts';

/** What a resource says of where things are. */
const WHERE_PROPS: readonly string[] = [
  'd:resourcetype',
  'd:current-user-principal',
  'c:calendar-home-set',
  'card:addressbook-home-set',
  'c:calendar-user-address-set',
  'd:quota-used-bytes',
];

/** A resource and what it said. */
export interface Found {
  readonly names: readonly string[];
  readonly response: DavResponse;
}

/** What is being looked for, and with what. */
export interface Search {
  readonly dav: Dav;
  readonly service: 'caldav' | 'carddav';
  readonly signal: AbortSignal;
}

/**
 * The home of the user's collections, from nothing but the server's name (RFC 6764 s.6): the well-known URL, the user's
 * principal, and its home set. Where the server moves the mount to another host, the client goes along.
 * @throws CONFIG_INVALID where there is none, or a host that is not allowed is on the way
 */
export async function discoverHome(search: Search): Promise<Found> {
  for (const path of [`/.well-known/${search.service}`, '/']) {
    const start = await lookAt(search, path);
    const principal = start && (await principalOf(search, start));
    const home = principal && (await homeOf(search, principal));
    if (home !== undefined) return home;
  }
  throw new MapistoreError(
    'CONFIG_INVALID',
    `${search.dav.where} does not tell where ${search.service === 'caldav' ? 'the calendars' : 'the address books'} of this user are. Name their path in the URI.`,
    { backend: 'caldav' },
  );
}

/** The principal of the user; what was found itself where it is one. */
export async function principalOf(search: Search, found: Found): Promise<Found | undefined> {
  const [href] = hrefsOf(found.response, 'd:current-user-principal');
  if (href === undefined) return undefined;
  const path = follow(search, href);
  if (path === pathOfNames(found.names, 'collection')) return found;
  return await lookAt(search, path);
}

/** The first home of a principal. */
export async function homeOf(search: Search, principal: Found): Promise<Found | undefined> {
  const prop = search.service === 'caldav' ? 'c:calendar-home-set' : 'card:addressbook-home-set';
  const [href] = hrefsOf(principal.response, prop);
  return href === undefined ? undefined : await lookAt(search, follow(search, href));
}

/** The addresses that stand for the user in invitations. */
export function addressesOf(principal: Found | undefined): ReadonlySet<string> {
  const hrefs = hrefsOf(principal?.response, 'c:calendar-user-address-set');
  return new Set(hrefs.map(addressOf));
}

/** Whether a resource is the user, and not a place of theirs. */
export function isPrincipal({ response }: Found): boolean {
  return namesIn(response, 'd:resourcetype').includes('d:principal');
}

const NOTHING_THERE: ReadonlySet<number> = new Set([301, 302, 303, 307, 308, 400, 403, 404, 405, 410, 501]);

/** Asks a resource where things are; undefined where there is nothing. */
export async function lookAt(search: Search, path: string): Promise<Found | undefined> {
  const responses: DavResponse[] = [];
  let answer: Answer;
  try {
    answer = await search.dav.dav({
      method: 'PROPFIND',
      path,
      depth: '0',
      body: propfindBody(WHERE_PROPS),
      signal: search.signal,
      onResponse: (response) => responses.push(response),
    });
  } catch (error) {
    // A server may have nothing there, or something that is no WebDAV. A quota says nothing of what is there.
    const isQuota = error instanceof Refusal && (error.reason !== undefined || error.retryAfterMs !== undefined);
    if (error instanceof Refusal && !isQuota && NOTHING_THERE.has(error.status)) return undefined;
    throw error;
  }
  const [response] = responses;
  if (response === undefined || responses.length > 1)
    throw senseless('it says nothing of what it was asked about', search.dav.where);
  if (response.status !== undefined && response.status >= 400) return undefined;
  // A server that answers everybody says so of who did not say who they are (RFC 5397 s.3).
  const isStranger = namesIn(response, 'd:current-user-principal').includes('d:unauthenticated');
  if (isStranger && search.dav.settle()) return await lookAt(search, path);
  search.dav.moveTo(answer.url);
  return { names: namesOfHref(answer.url.pathname), response };
}

/** The path of an href, on its server from now on where that is another one. */
function follow({ dav }: Search, href: string): string {
  if (!URL.canParse(href, dav.urlOf('/').href)) throw senseless('it names a place that is no URL', dav.where);
  const url = new URL(href, dav.urlOf('/'));
  dav.moveTo(url);
  return url.pathname;
}
