import { MapistoreError } from '@mapistore/core';

/** One VCALENDAR is held in memory; a larger one is refused. */
const MAX_CALENDAR = 268_435_456;
/** Enough to see `END:VCALENDAR` across two chunks. */
const OVERLAP = 64;
const CALENDAR_END = /(?:^|[\r\n])END:VCALENDAR[ \t]*(?:\r\n|\n|\r(?!\n))/gi;

/**
 * Cuts a stream behind each line `END:VCALENDAR`; the last piece is what is left. All pieces together are the stream.
 * @throws TOO_LARGE where there is no such line within 256 MiB
 */
export async function* segmentsOf(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    // The source may use its buffer again.
    let rest = Buffer.from(chunk);
    for (;;) {
      const tail = tailOf(pieces);
      const end = endIn(tail + rest.toString('latin1')) - tail.length;
      if (!(end >= 0)) break;
      yield Buffer.concat([...pieces, rest.subarray(0, end)]);
      rest = rest.subarray(end);
      pieces = [];
      size = 0;
    }
    if (rest.length === 0) continue;
    pieces.push(rest);
    size += rest.length;
    if (size > MAX_CALENDAR) throw tooLarge();
  }
  if (size > 0) yield Buffer.concat(pieces);
}

/** The end of the first END:VCALENDAR line; a CR at the very end may be half of a line end. */
function endIn(text: string): number {
  CALENDAR_END.lastIndex = 0;
  const match = CALENDAR_END.exec(text);
  if (match === null) return Number.NaN;
  const end = match.index + match[0].length;
  return end === text.length && text.endsWith('\r') ? Number.NaN : end;
}

function tailOf(pieces: readonly Buffer[]): string {
  let tail = '';
  for (let at = pieces.length - 1; at >= 0 && tail.length < OVERLAP; at--)
    tail = (pieces[at] ?? Buffer.alloc(0)).subarray(-OVERLAP).toString('latin1') + tail;
  return tail.slice(-OVERLAP);
}

function tooLarge(): MapistoreError {
  return new MapistoreError('TOO_LARGE', `Cannot split a calendar of more than ${MAX_CALENDAR} bytes.`, {
    context: { maxBytes: MAX_CALENDAR },
  });
}
