import { type Body, bodyFrom, type ItemsRequest, type KeyedBody, type OpenBody } from '@mapistore/core';
import { batchesOf } from './entries.ts';
import { type FetchRow, fetchRows } from './imap/fetch.ts';
import { rowsOfKeys } from './items.ts';
import { inMailbox, MAIL, type Mount, missingItem } from './mount.ts';
import { keyOf, setsOf, uidOf } from './uids.ts';

/** What is fetched of a body at once; a smaller message comes whole with the first command. */
const FIRST_BYTES = 256 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** One body; see {@link Backend.openBody}. Nothing is held of the pool while the caller reads. */
export async function openBody(mount: Mount, request: OpenBody): Promise<Body> {
  const start = request.range?.start ?? 0;
  const end = request.range?.end ?? Number.POSITIVE_INFINITY;
  const wanted = Math.max(0, end - start);
  const row = await fetchPart(mount, request, start, Math.min(Math.max(1, wanted), FIRST_BYTES), 'noop');
  if (row?.body === undefined) throw missingItem(request.key);
  const first = row.body.subarray(0, wanted);
  const total = row.size;
  // RFC822.SIZE is believed where it says that more is to come, never where it says that this is all.
  const short = row.body.byteLength < Math.min(Math.max(1, wanted), FIRST_BYTES);
  if (first.byteLength >= wanted || (short && (total === undefined || start + first.byteLength >= total))) {
    return bodyFrom(once(first, request.signal), { mediaType: MAIL, size: first.byteLength });
  }
  const left = total === undefined ? undefined : Math.min(wanted, Math.max(0, total - start));
  return bodyFrom(chunks(mount, request, first, total), { mediaType: MAIL, ...(left !== undefined && { size: left }) });
}

async function* once(bytes: Uint8Array, signal: AbortSignal): AsyncIterable<Uint8Array> {
  signal.throwIfAborted();
  if (bytes.byteLength > 0) yield bytes;
}

/**
 * The rest of a body, part by part. Its end is where the server has no more bytes to give: sizes that servers report
 * are wrong now and then (RFC822.SIZE is computed before line ends are), and a connection that breaks is an error.
 */
async function* chunks(
  mount: Mount,
  request: OpenBody,
  first: Uint8Array,
  total: number | undefined,
): AsyncIterable<Uint8Array> {
  const end = request.range?.end ?? Number.POSITIVE_INFINITY;
  let at = (request.range?.start ?? 0) + first.byteLength;
  if (first.byteLength > 0) yield first;
  while (at < end) {
    const asked = Math.min(CHUNK_BYTES, end - at);
    const row = await fetchPart(mount, request, at, asked, 'any');
    if (row?.body === undefined) throw missingItem(request.key);
    const chunk = row.body.subarray(0, asked);
    if (chunk.byteLength === 0) return;
    at += chunk.byteLength;
    yield chunk;
    if (chunk.byteLength < asked && total !== undefined && at >= total) return;
  }
}

/** One part of a body, without setting `\Seen` (BODY.PEEK, RFC 3501 s.6.4.5). */
async function fetchPart(
  mount: Mount,
  request: OpenBody,
  start: number,
  length: number,
  freshness: 'noop' | 'any',
): Promise<FetchRow | undefined> {
  return await inMailbox(mount, request, freshness, async (connection, selected) => {
    const uid = uidOf(request.key, selected.uidValidity);
    if (uid === undefined) return undefined;
    const items = `UID RFC822.SIZE BODY.PEEK[]<${start}.${length}>`;
    return (await fetchRows(connection, { signal: request.signal, set: String(uid), items })).get(uid);
  });
}

/** Many bodies; see {@link Backend.openBodies}. Small ones come many at a time, large ones by themselves. */
export async function* openBodies(mount: Mount, request: ItemsRequest): AsyncIterable<KeyedBody> {
  const { signal } = request;
  for (const keys of batchesOf(request.keys, Number.POSITIVE_INFINITY, 1000, () => 1)) {
    const { rows, uidValidity } = await inMailbox(mount, request, 'noop', async (connection, selected) => ({
      rows: await rowsOfKeys(connection, selected, keys, 'UID RFC822.SIZE', signal),
      uidValidity: selected.uidValidity,
    }));
    const sized = [...rows.values()].sort((a, b) => a.uid - b.uid);
    const large = sized.filter((row) => (row.size ?? Number.POSITIVE_INFINITY) > FIRST_BYTES);
    const small = sized.filter((row) => (row.size ?? Number.POSITIVE_INFINITY) <= FIRST_BYTES);
    yield* smallBodies(mount, request, uidValidity, small);
    for (const row of large) {
      const key = keyOf(uidValidity, row.uid);
      yield { key, body: await openBody(mount, { signal, folder: request.folder, key }) };
    }
  }
}

async function* smallBodies(
  mount: Mount,
  request: ItemsRequest,
  uidValidity: string,
  rows: readonly FetchRow[],
): AsyncIterable<KeyedBody> {
  const batches = batchesOf(rows, mount.options.batchBytes, mount.options.batchItems, (row) => row.size ?? 0);
  const fetch = async (batch: readonly FetchRow[]): Promise<Map<number, FetchRow>> =>
    await inMailbox(mount, request, 'noop', async (connection, selected) => {
      const found = new Map<number, FetchRow>();
      if (selected.uidValidity !== uidValidity) return found;
      for (const set of setsOf(batch.map((row) => row.uid))) {
        // A size that was said too small cannot bring more than this.
        const items = `UID BODY.PEEK[]<0.${FIRST_BYTES + 1}>`;
        for (const [uid, row] of await fetchRows(connection, { signal: request.signal, set, items }))
          found.set(uid, row);
      }
      return found;
    });
  let ahead = batches[0] === undefined ? undefined : fetch(batches[0]);
  for (const [index, batch] of batches.entries()) {
    const found = await (ahead as Promise<Map<number, FetchRow>>);
    const next = batches[index + 1];
    // The next batch comes while the caller reads this one: two batches are what is held at most.
    ahead = next === undefined ? undefined : fetch(next);
    ahead?.catch(() => undefined);
    for (const row of batch) {
      const body = found.get(row.uid)?.body;
      if (body === undefined) continue;
      found.delete(row.uid);
      const key = keyOf(uidValidity, row.uid);
      if (body.byteLength > FIRST_BYTES) {
        yield { key, body: await openBody(mount, { signal: request.signal, folder: request.folder, key }) };
      } else yield { key, body: bodyFrom(once(body, request.signal), { mediaType: MAIL, size: body.byteLength }) };
    }
  }
}
