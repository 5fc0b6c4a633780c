import { MapistoreError } from '@mapistore/core';
import { Refusal, refusalError } from './errors.ts';
import { quietHeaders } from './invitations.ts';
import { type Mount, pathOfItem } from './mount.ts';
import { multiget } from './multiget.ts';

/** One PUT. */
export interface Put {
  readonly folder: string;
  readonly key: string;
  readonly bytes: Uint8Array;
  /** If-Match or If-None-Match; none for ETags that cannot be matched. */
  readonly condition: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Stores bytes. Gives their ETag where the answer has a strong one. @throws Refusal */
export async function put(mount: Mount, about: Put): Promise<string | undefined> {
  const path = pathOfItem(mount, about.folder, about.key);
  if (path === undefined) throw new TypeError(`"${about.key}" is no name of a resource`);
  const { condition, bytes, signal } = about;
  const { headers } = await mount.dav.object({
    method: 'PUT',
    path,
    body: bytes,
    headers: {
      'content-type': `${mount.mediaType}; charset=utf-8`,
      ...(!(mount.google && 'if-none-match' in condition) && condition),
      ...quietHeaders(mount),
    },
    signal,
  });
  const { etag } = headers;
  return etag !== undefined && isStrong(etag) ? etag : undefined;
}

/** Whether If-Match can be relied on with an ETag (RFC 9110 s.8.8.3). */
export function isStrong(etag: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no header may hold.
  return /^"[^"\x00-\x1f\x7f]*"$/.test(etag) && !/[^\x00-\xff]/.test(etag);
}

/** One DELETE of the version that was looked at. @throws Refusal */
export async function deleteStored(
  mount: Mount,
  about: { readonly folder: string; readonly key: string; readonly etag: string; readonly signal: AbortSignal },
): Promise<void> {
  const { folder, key, etag, signal } = about;
  const path = pathOfItem(mount, folder, key);
  if (path === undefined) throw new Refusal({ status: 404, conditions: [] });
  // What is no strong ETag fits no item (RFC 9110 s.13.1.1), unless it is what the server itself gave.
  const condition = isStrong(etag) ? { 'if-match': etag } : await looselyMatched(mount, about);
  await mount.dav.object({ method: 'DELETE', path, headers: { ...condition, ...quietHeaders(mount) }, signal });
}

async function looselyMatched(
  mount: Mount,
  about: { readonly folder: string; readonly key: string; readonly etag: string; readonly signal: AbortSignal },
): Promise<Record<string, never>> {
  const { folder, key, etag, signal } = about;
  const found = (await multiget(mount, { folder, keys: [key], data: false, signal })).get(key);
  if (found === undefined || MapistoreError.is(found, 'NOT_FOUND')) throw new Refusal({ status: 404, conditions: [] });
  if (MapistoreError.is(found)) throw found;
  if (found.etag !== etag) throw new Refusal({ status: 412, conditions: [] });
  return {};
}

/** What failed of one item, as its result. */
export function asError(error: unknown, what: string): MapistoreError {
  if (error instanceof Refusal) return refusalError(error, what, 'store');
  return MapistoreError.from(error, what, { backend: 'caldav' });
}
