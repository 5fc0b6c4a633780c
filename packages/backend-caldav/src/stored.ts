import { propfindBody } from './dav/bodies.ts';
import { type DavResponse, textOf } from './dav/multistatus.ts';
import { Refusal, senseless } from './errors.ts';
import { isMissing, type Mount, missingItem, pathOfItem } from './mount.ts';
import { canonical } from './objects/canonical.ts';
import { withScheduling } from './objects/scheduling.ts';

/** An item with its bytes, as this backend gives them. */
export interface StoredObject extends ObjectBytes {
  readonly etag: string;
}

/** The bytes of an item as this backend gives them, and as they lie there, with what was added against scheduling. */
export interface ObjectBytes {
  readonly bytes: Uint8Array;
  readonly raw: Uint8Array;
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

/** An item as it came, in both forms. */
export function bytesOf(stored: Uint8Array): ObjectBytes {
  const raw = canonical(stored);
  return { bytes: withScheduling(raw), raw };
}
