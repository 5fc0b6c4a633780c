import { MapistoreError } from '@mapistore/core';

/** One VCALENDAR is held in memory; a larger one is refused. */
const MAX_CALENDAR = 268_435_456;
/** Enough to see `END:VCALENDAR` across two chunks. */
const OVERLAP = 64;
const CALENDAR_END = /(?<=[\r\n])END:VCALENDAR[ \t]*(?:\r\n|\n|\r(?!\n))/gi;

/**
 * Cuts a stream behind each line `END:VCALENDAR`; the last piece is what is left. All pieces together are the stream.
 * @throws TOO_LARGE where there is no such line within 256 MiB
 */
export async function* segmentsOf(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    // The source may use its buffer again.
    const own = Buffer.from(chunk);
    // What came before, or the line end that a stream seems to begin behind.
    const tail = size < OVERLAP ? `\n${tailOf(pieces)}` : tailOf(pieces);
    const text = tail + own.toString('latin1');
    let done = 0;
    for (const match of text.matchAll(CALENDAR_END)) {
      const end = match.index + match[0].length - tail.length;
      // A CR at the very end may be half of a line end; one that ended before was seen then.
      if (end <= done || (end === own.length && match[0].endsWith('\r'))) continue;
      yield Buffer.concat([...pieces, own.subarray(done, end)]);
      pieces = [];
      size = 0;
      done = end;
    }
    if (done === own.length) continue;
    pieces.push(own.subarray(done));
    size += own.length - done;
    if (size > MAX_CALENDAR) throw tooLarge();
  }
  if (size > 0) yield Buffer.concat(pieces);
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
