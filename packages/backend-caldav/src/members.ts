import { MapistoreError } from '@mapistore/core';
import { propfindBody, syncBody } from './dav/bodies.ts';
import { pathOfNames, placeOf } from './dav/hrefs.ts';
import { type DavResponse, isFine, namesIn, textOf } from './dav/multistatus.ts';
import type { Answer, DavRequest } from './dav/requests.ts';
import { Refusal, senseless } from './errors.ts';
import { askCollection, type Mount, namesOfItems } from './mount.ts';

/** An item as it lies on the server, without its bytes; no ETag where the server could not give it. */
export interface Member {
  readonly key: string;
  readonly etag?: string;
}
/** The members of a collection, and where it stands. */
export interface Members {
  readonly members: readonly Member[];
  readonly complete: boolean;
  readonly syncToken?: string;
  readonly revision?: string;
}

/**
 * All items of a collection with their ETags, in one request; and where it stands, by its sync token or its CTag: some
 * servers work for each of them.
 * @throws NOT_FOUND, UNAVAILABLE
 */
export async function readMembers(
  mount: Mount,
  folder: string,
  signal: AbortSignal,
  mark?: 'd:sync-token' | 'cs:getctag',
): Promise<Members> {
  const names = namesOfItems(mount, folder);
  const members: Member[] = [];
  let self: DavResponse | undefined;
  let complete = true;
  await askCollection(mount, folder, {
    method: 'PROPFIND',
    depth: '1',
    path: pathOfNames(names, 'collection'),
    body: propfindBody(['d:getetag', 'd:resourcetype', ...(mark === undefined ? [] : [mark])]),
    signal,
    onResponse: (response) => {
      const place = placeOf(response.href, names);
      if (place === 'self') self = response;
      else if (place === 'elsewhere') complete = false;
      else if (!namesIn(response, 'd:resourcetype').includes('d:collection')) {
        const etag = textOf(response, 'd:getetag');
        members.push({ key: place.member, ...(etag !== undefined && isFine(response) && { etag }) });
      }
    },
  });
  if (self === undefined || !isFine(self)) throw senseless('it does not list the collection itself', mount.dav.where);
  const syncToken = textOf(self, 'd:sync-token');
  const revision = textOf(self, 'cs:getctag');
  return {
    members,
    complete,
    ...(syncToken !== undefined && { syncToken }),
    ...(revision !== undefined && { revision }),
  };
}

/** What happened to items since a token (RFC 6578): by key, with an ETag, or undefined where the item is gone. */
export interface Synced {
  readonly changed: ReadonlyMap<string, Member | undefined>;
  readonly token: string;
}

/** Asks for changes until the server has no more. @throws SYNC_TOKEN_EXPIRED, NOT_FOUND */
export async function readChanges(mount: Mount, folder: string, since: string, signal: AbortSignal): Promise<Synced> {
  const names = namesOfItems(mount, folder);
  const changed = new Map<string, Member | undefined>();
  let token = since;
  for (;;) {
    let truncated = false;
    const answer = await askChanges(mount, folder, {
      method: 'REPORT',
      depth: '0',
      path: pathOfNames(names, 'collection'),
      body: syncBody(token),
      signal,
      onResponse: (response) => {
        const place = placeOf(response.href, names);
        if (place === 'elsewhere') throw expired('its changes are of another place');
        if (place === 'self') truncated ||= response.status === 507;
        else if (response.status === 404 || response.status === 410) changed.set(place.member, undefined);
        else if (!namesIn(response, 'd:resourcetype').includes('d:collection')) {
          const etag = isFine(response) ? textOf(response, 'd:getetag') : undefined;
          changed.set(place.member, { key: place.member, ...(etag !== undefined && { etag }) });
        }
      },
    });
    const next = answer.syncToken;
    if (next === undefined || next === '') throw senseless('its changes end without a token', mount.dav.where);
    if (truncated && next === token) throw senseless('its changes do not get on', mount.dav.where);
    token = next;
    if (!truncated) return { changed, token };
  }
}

async function askChanges(mount: Mount, folder: string, request: DavRequest): Promise<Answer> {
  try {
    return await askCollection(mount, folder, request);
  } catch (error) {
    // The token is all that differs from call to call: what is wrong with the request is wrong with it.
    if (!(error instanceof Refusal)) throw error;
    if (error.names('valid-sync-token') || [400, 409, 410, 412, 507].includes(error.status))
      throw expired(`the server answered ${error.status}`);
    throw error;
  }
}

/** The error for a token that is good no more. */
export function expired(why: string): MapistoreError {
  return new MapistoreError('SYNC_TOKEN_EXPIRED', `The sync token no longer holds: ${why}. List the folder afresh.`, {
    backend: 'caldav',
  });
}
