import { withLine } from './text.ts';

/** A body of exactly so many bytes, with line ends that no server needs to change. `sample` is where it is made from. */
export function sizedBytes(size: number, mediaType: string, sample: Uint8Array): Uint8Array {
  if (mediaType === 'text/calendar' || mediaType === 'text/vcard') return sizedObject(size, sample);
  const head = 'Subject: sized\r\n\r\n';
  const line = `${'0123456789'.repeat(7)}abcdef\r\n`;
  let body = line.repeat(Math.ceil(size / line.length)).slice(0, Math.max(0, size - head.length));
  // Cut between CR and LF, the last line end would not be one.
  if (body.endsWith('\r')) body = `${body.slice(0, -1)}x`;
  return Buffer.from((head + body).slice(0, size));
}

const START = 'X-MAPISTORE-SIZED:';
/** What a folded line has on each further row: a space, 74 octets and a line end. */
const ROW = 77;

/** The sample with one long property before its last component ends. */
function sizedObject(size: number, sample: Uint8Array): Uint8Array {
  const text = Buffer.from(sample).toString('latin1');
  // The line with its end is that long, with as many folds as it takes.
  const length = size - text.length - 2;
  const first = Math.min(75, length);
  const rows = Math.ceil((length - first) / ROW);
  let line = START + 'x'.repeat(Math.max(0, first - START.length));
  let left = length - first;
  for (let row = 0; row < rows; row++) {
    // A row of less than a character more is added to the one before.
    const part = Math.min(ROW, left);
    line += part > 3 ? `\r\n ${'0123456789'.repeat(8).slice(0, part - 3)}` : 'y'.repeat(part);
    left -= part;
  }
  return Buffer.from(withLine(text, line), 'latin1');
}
