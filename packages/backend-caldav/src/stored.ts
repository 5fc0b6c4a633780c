import { MapistoreError } from '@mapistore/core';
import { dataProp, multigetBody, propfindBody, syncBody } from './dav/bodies.ts';
import { type Answer, AnswerTooLarge, type DavRequest } from './dav/client.ts';
import { pathOfNames, placeOf } from './dav/hrefs.ts';
import { type DavResponse, namesIn, textOf } from './dav/multistatus.ts';
import { Refusal, refusalError, senseless } from './errors.ts';
import { isMissing, type Mount, missingFolder, missingItem, namesOfItems, pathOfItem } from './mount.ts';
import { canonical } from './objects/canonical.ts';
import { withScheduling } from './objects/scheduling.ts';

/** An item as it lies on the server, without its bytes; no ETag where the server could not give it. */
export interface Member {
  readonly key: string;
  readonly etag?: string;
}

/** An item with its bytes, as this backend gives them. */
export interface StoredObject extends ObjectBytes {
  readonly etag: string;
}

/** The bytes of an item as this backend gives them, and as they lie there, with what was added against scheduling. */
interface ObjectBytes {
  readonly bytes: Uint8Array;
  readonly raw: Uint8Array;
}

/** The members of a collection, and where it stands. */
export interface Members {
  readonly members: readonly Member[];
  readonly complete: boolean;
  readonly syncToken?: string;
  readonly revision?: string;
}

/** Bytes in the answer to one multiget; more are asked for in parts. */
const MULTIGET_BYTES = 64 * 1024 * 1024;

/** All items of a collection with their ETags, in one request. @throws NOT_FOUND, UNAVAILABLE */
export async function readMembers(mount: Mount, folder: string, signal: AbortSignal): Promise<Members> {
  const names = namesOfItems(mount, folder);
  const members: Member[] = [];
  let self: DavResponse | undefined;
  let complete = true;
  await ask(mount, folder, {
    method: 'PROPFIND',
    depth: '1',
    path: pathOfNames(names, 'collection'),
    body: propfindBody(['d:getetag', 'd:resourcetype', 'd:sync-token', 'cs:getctag']),
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

function isFine(response: DavResponse): boolean {
  return response.status === undefined || response.status < 400;
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
    return await ask(mount, folder, request);
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

/** A request to a collection, where "not found" means the collection. */
async function ask(mount: Mount, folder: string, request: DavRequest): Promise<Answer> {
  try {
    return await mount.dav.dav(request);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) throw missingFolder(mount, folder);
    throw error;
  }
}

/** One item with its bytes. @throws NOT_FOUND */
export async function readObject(
  mount: Mount,
  folder: string,
  key: string,
  signal: AbortSignal,
): Promise<StoredObject> {
  const path = pathOfItem(mount, folder, key);
  if (path === undefined) throw missingItem(key);
  try {
    const maxBytes = mount.options.maxItemBytes * 2;
    const answer = await mount.dav.object({ method: 'GET', path, signal, maxBytes });
    const read = bytesOf(answer.body ?? new Uint8Array(0));
    const framed = answer.headers['content-length'] !== undefined || answer.headers['transfer-encoding'] !== undefined;
    // Where only the end of the connection ends a body, a broken one looks the same.
    if (!framed && !/END:V(CARD|CALENDAR)\s*$/i.test(Buffer.from(read.bytes.subarray(-40)).toString('latin1')))
      throw senseless('an item ends before its end', mount.dav.where);
    const etag = answer.headers.etag ?? (await readEtag(mount, path, signal));
    if (etag === undefined) throw missingItem(key);
    return { etag, ...read };
  } catch (error) {
    if (error instanceof Refusal && (isMissing(error) || error.status === 405)) throw missingItem(key);
    throw error;
  }
}

/** The ETag of a resource; undefined where there is none. */
export async function readEtag(mount: Mount, path: string, signal: AbortSignal): Promise<string | undefined> {
  let found: DavResponse | undefined;
  try {
    await mount.dav.dav({
      method: 'PROPFIND',
      path,
      depth: '0',
      body: propfindBody(['d:getetag']),
      signal,
      onResponse: (response) => {
        found ??= response;
      },
    });
  } catch (error) {
    if (error instanceof Refusal && (isMissing(error) || error.status === 409)) return undefined;
    throw error;
  }
  if (found === undefined || found.status === 404) return undefined;
  const etag = textOf(found, 'd:getetag');
  if (etag === undefined) throw senseless('an item has no ETag', mount.dav.where);
  return etag;
}

/** What a multiget found of one key: the object, or the reason why not. */
export type Got = ({ readonly etag: string } & Partial<ObjectBytes>) | MapistoreError;

/** Many items by their keys; a key that is not in the answer was not there. */
export interface Multiget {
  readonly folder: string;
  readonly keys: readonly string[];
  /** Whether the bytes are wanted, too. */
  readonly data: boolean;
  readonly signal: AbortSignal;
}

/**
 * Many items in one request. What the server cannot say in XML, or not in a bounded answer, is asked for in parts, and
 * at last one by one. @throws NOT_FOUND where the collection is gone
 */
export async function multiget(mount: Mount, about: Multiget): Promise<Map<string, Got>> {
  const { folder, signal, data } = about;
  const names = namesOfItems(mount, folder);
  const got = new Map<string, Got>();
  const paths = new Map<string, string>();
  for (const key of new Set(about.keys)) {
    const path = pathOfItem(mount, folder, key);
    if (path === undefined) got.set(key, missingItem(key));
    else paths.set(key, path);
  }
  if (paths.size === 0) return got;
  try {
    await ask(mount, folder, {
      method: 'REPORT',
      depth: '1',
      path: pathOfNames(names, 'collection'),
      body: multigetBody({ service: mount.service, data }, [...paths.values()]),
      signal,
      maxBytes: MULTIGET_BYTES,
      onResponse: (response) => {
        const place = placeOf(response.href, names);
        if (typeof place === 'object' && paths.has(place.member))
          got.set(place.member, gotOf(mount, place.member, response, data));
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    const part = error instanceof AnswerTooLarge || MapistoreError.is(error, 'UNAVAILABLE');
    if (!part || !data || MapistoreError.is(error, 'NOT_FOUND')) throw error;
    return await inParts(mount, about, error);
  }
  // A server may leave out what it cannot find, or what it cannot give.
  for (const key of paths.keys()) if (!got.has(key)) got.set(key, await readOne(mount, about, key));
  return got;
}

function gotOf(mount: Mount, key: string, response: DavResponse, data: boolean): Got {
  if (response.status === 404 || response.status === 410) return missingItem(key);
  const etag = textOf(response, 'd:getetag');
  const text = response.props.get(dataProp(mount.service))?.text;
  if (etag === undefined || !isFine(response) || (data && text === undefined)) {
    const status = response.status ?? [...response.failed.values()][0] ?? 0;
    // Some say it of the properties and not of the item.
    if (status === 404 && etag === undefined) return missingItem(key);
    return refusalError({ status, conditions: response.conditions }, 'An item cannot be read', 'other', {
      retry: 'never',
    });
  }
  return text === undefined ? { etag } : { etag, ...bytesOf(Buffer.from(text, 'utf8')) };
}

async function inParts(mount: Mount, about: Multiget, why: unknown): Promise<Map<string, Got>> {
  const { keys } = about;
  if (keys.length === 1) return new Map([[keys[0] as string, await readOne(mount, about, keys[0] as string)]]);
  // A server that is down would be asked for each item.
  if (MapistoreError.is(why) && why.details.context?.['reason'] !== undefined) throw why;
  const middle = Math.ceil(keys.length / 2);
  const first = await multiget(mount, { ...about, keys: keys.slice(0, middle) });
  const second = await multiget(mount, { ...about, keys: keys.slice(middle) });
  return new Map([...first, ...second]);
}

async function readOne(mount: Mount, { folder, signal }: Multiget, key: string): Promise<Got> {
  try {
    return await readObject(mount, folder, key, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Refusal) return refusalError(error, 'An item cannot be read', 'other');
    if (MapistoreError.is(error) && error.retry === 'never') return error;
    throw error;
  }
}

function bytesOf(stored: Uint8Array): ObjectBytes {
  const raw = canonical(stored);
  return { bytes: withScheduling(raw), raw };
}
