import { randomInt } from 'node:crypto';
import { type BodySource, bytesSource, headerBlockEnd, inPieces, MAX_HEAD_BYTES } from '@mapistore/core';
import { type Apart, type Columns, kindOf, NO_COLUMNS, type Shape, sumOfColumns, takeApart } from './columns/shape.ts';
import { failure } from './errors.ts';
import type { Mount } from './mount.ts';
import type { Value } from './mysql/client.ts';
import { repeated } from './mysql/transactions.ts';
import { PIECE_BYTES } from './schema/tables.ts';

/** Items up to this size lie in their row. */
const ROW_BYTES = 16_384;
/** Calendar objects and vCards up to this size are taken apart into columns; larger ones are kept whole. */
const APART_BYTES = 4_194_304;
/** The most that the row of a larger item holds: its head, as a rule. */
const FIRST_BYTES = 262_144;

const APART: ReadonlySet<string> = new Set(['text/calendar', 'text/vcard']);

/** An item as its row will hold it; the pieces of a large one are in the database already. */
export interface Uploaded {
  readonly mediaType: string;
  readonly kind: string;
  readonly columns: Columns;
  /** The sum that the server makes of them. */
  readonly columnSum: string;
  readonly shape: Shape | null;
  readonly first: Uint8Array;
  readonly body: number | null;
  readonly size: number;
}

/**
 * Reads a source, and puts what does not fit a row into pieces: a few at a time, each a transaction, so that nobody waits for
 * a source that is slow. Pieces of what was never finished are removed by a later opening.
 * @throws INVALID_CONTENT, TOO_LARGE
 */
export async function upload(mount: Mount, source: BodySource, signal: AbortSignal): Promise<Uploaded> {
  const { mediaType, size: said, bytes } = source;
  const limit = mount.options.maxItemBytes;
  if (bytes !== undefined) {
    checkSize(said, bytes.byteLength);
    refuseLarge(bytes.byteLength, limit);
    return inRow(bytes, mediaType) ?? (await withPieces(mount, bytes, mediaType, signal));
  }
  const collected = new Collected(limit);
  const hold = APART.has(mediaType) ? APART_BYTES : ROW_BYTES + FIRST_BYTES;
  const chunks = source.open({ signal })[Symbol.asyncIterator]();
  let done = false;
  while (!done && collected.size <= hold) {
    const next = await chunks.next();
    signal.throwIfAborted();
    if (next.done === true) done = true;
    else collected.add(next.value);
  }
  const start = collected.take();
  if (done) {
    checkSize(said, start.byteLength);
    return inRow(start, mediaType) ?? (await withPieces(mount, start, mediaType, signal));
  }
  const cut = cutOf(start, mediaType);
  let size = start.byteLength;
  async function* rest(): AsyncIterable<Uint8Array> {
    yield start.subarray(cut);
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      signal.throwIfAborted();
      size += next.value.byteLength;
      refuseLarge(size, limit);
      yield next.value;
    }
    checkSize(said, size);
  }
  const body = await putPieces(mount, rest(), signal);
  const first = start.subarray(0, cut);
  return {
    mediaType,
    kind: kindOf(start, mediaType),
    columns: NO_COLUMNS,
    columnSum: NO_SUM,
    shape: null,
    first,
    body,
    size,
  };
}

/** A source in memory. */
type HeldSource = BodySource & { readonly bytes: Uint8Array };

/** Whether a source is in memory and small, so that it can be taken apart without waiting for anything. */
export function isHeld(source: BodySource): source is HeldSource {
  return source.bytes !== undefined && source.bytes.byteLength <= ROW_BYTES;
}

/** The same as {@link upload} for a source that is held. @throws INVALID_CONTENT, TOO_LARGE */
export function uploadHeld({ options }: Mount, { bytes, size, mediaType }: HeldSource): Uploaded {
  checkSize(size, bytes.byteLength);
  refuseLarge(bytes.byteLength, options.maxItemBytes);
  const apart = apartOf(bytes, mediaType);
  return { ...about(bytes, mediaType, apart), first: apart?.rest ?? bytes, body: null };
}

/** A small item, which needs no piece; undefined for a larger one. */
function inRow(bytes: Uint8Array, mediaType: string): Uploaded | undefined {
  const apart = apartOf(bytes, mediaType);
  const rest = apart?.rest ?? bytes;
  const cut = rest.byteLength <= ROW_BYTES ? rest.byteLength : cutOf(rest, mediaType);
  return cut < rest.byteLength ? undefined : { ...about(bytes, mediaType, apart), first: rest, body: null };
}

async function withPieces(mount: Mount, bytes: Uint8Array, mediaType: string, signal: AbortSignal): Promise<Uploaded> {
  const apart = apartOf(bytes, mediaType);
  const rest = apart?.rest ?? bytes;
  const cut = cutOf(rest, mediaType);
  const body = await putPieces(mount, bytesSource(rest.subarray(cut), mediaType).open({ signal }), signal);
  return { ...about(bytes, mediaType, apart), first: rest.subarray(0, cut), body };
}

function apartOf(bytes: Uint8Array, mediaType: string): Apart | undefined {
  return APART.has(mediaType) && bytes.byteLength <= APART_BYTES ? takeApart(bytes) : undefined;
}

const NO_SUM = sumOfColumns(NO_COLUMNS);

function about(bytes: Uint8Array, mediaType: string, apart: Apart | undefined) {
  const columns = apart?.columns ?? NO_COLUMNS;
  return {
    mediaType,
    kind: kindOf(bytes, mediaType, apart?.shape),
    columns,
    columnSum: apart === undefined ? NO_SUM : sumOfColumns(columns),
    shape: apart?.shape ?? null,
    size: bytes.byteLength,
  };
}

/** Where a large item is cut: behind its head, so that lists need no piece. */
function cutOf(bytes: Uint8Array, mediaType: string): number {
  const head = mediaType === 'message/rfc822' ? headerBlockEnd(bytes) : MAX_HEAD_BYTES;
  return Math.min(head ?? FIRST_BYTES, FIRST_BYTES, bytes.byteLength);
}

async function putPieces(mount: Mount, chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<number> {
  const { client, tables, account } = mount;
  const body = randomInt(1, 2 ** 47);
  // Each may be done twice: where its answer is lost, it is.
  const put = (statement: string, values: readonly Value[]): Promise<unknown> =>
    repeated(client, signal, () => client.with(signal, (runner) => runner.change(statement, values)));
  await put(`insert ignore into ${tables.uploads} (account, body, at) values (?, ?, ?)`, [account, body, Date.now()]);
  let seq = 0;
  for await (const piece of inPieces(chunks, PIECE_BYTES)) {
    await put(
      `insert into ${tables.pieces} (account, body, seq, data) values (?, ?, ?, ?) on duplicate key update data = values(data)`,
      [account, body, seq++, piece],
    );
  }
  return body;
}

/** What was read so far. */
class Collected {
  size = 0;
  readonly #limit: number;
  #parts: Uint8Array[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Uint8Array): void {
    this.size += chunk.byteLength;
    refuseLarge(this.size, this.#limit);
    // A source may use its buffer again for the next chunk.
    this.#parts.push(chunk.slice());
  }

  take(): Uint8Array {
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    return bytes;
  }
}

function refuseLarge(size: number, limit: number): void {
  if (size > limit)
    throw failure('TOO_LARGE', `This mount takes items of up to ${limit} bytes.`, { context: { limit } });
}

function checkSize(said: number | undefined, size: number): void {
  if (said !== undefined && said !== size)
    throw failure('INVALID_CONTENT', `The source of this item said ${said} bytes and gave ${size}.`);
}
