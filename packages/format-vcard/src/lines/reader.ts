import { HeadScan } from './head-scan.ts';
import { VcardLine } from './line.ts';
import { endsWithCr, type PhysicalLine, physicalLine } from './physical.ts';

/** Only such a line goes on with base64 that is not indented (vCard 2.1). */
const BASE64_LINE = /^[A-Za-z0-9+/]+={0,2}[ \t]*$/;
const MAX_BASE64_LINE = 10_000;

/** What one logical line is put together from. */
interface Unfolded {
  readonly next: number;
  readonly content: string;
  readonly scan: HeadScan;
}

/**
 * Takes a text (bytes as Latin-1 characters) apart into its lines, each with all its bytes: put together again they are
 * the text. Folds (RFC 6350 s.3.2), soft line breaks of quoted-printable and the empty line behind base64 (vCard 2.1)
 * belong to the line that they continue. Nothing is an error; a line that is no property says so itself.
 */
export function readLines(text: string): VcardLine[] {
  const crEnds = endsWithCr(text);
  // A fold of vCard 2.1 stands before white space that belongs to the text; later versions put the white space in.
  const folded = /^VERSION[^\r\n:]{0,100}:[ \t]*2\.1/im.test(text.slice(0, 100_000)) ? 0 : 1;
  const lines: VcardLine[] = [];
  for (let at = 0; at < text.length; ) {
    const first = physicalLine(text, at, crEnds);
    const { next, content, scan } = unfold(text, first, { crEnds, folded });
    lines.push(
      new VcardLine({ raw: text.slice(at, next), start: at, content, colon: scan.colon, encoding: scan.encoding }),
    );
    at = next;
  }
  return lines;
}

function unfold(text: string, first: PhysicalLine, how: { crEnds: boolean; folded: number }): Unfolded {
  const scan = new HeadScan();
  let last = text.slice(first.start, first.end);
  scan.feed(last);
  const pieces = [last];
  let next = first.next;
  while (next < text.length && (last !== '' || pieces.length > 1)) {
    const line = physicalLine(text, next, how.crEnds);
    const content = text.slice(line.start, line.end);
    const soft = scan.encoding === 'quoted-printable' ? softBreakAt(last) : -1;
    const indented = content.startsWith(' ') || content.startsWith('\t');
    if (soft >= 0 && !/^END:VCARD/i.test(content)) {
      pieces[pieces.length - 1] = last.slice(0, soft);
      last = content;
    } else if (scan.encoding === 'base64' && scan.colon !== undefined && isBlank(content)) {
      // The empty line that ends base64 goes where the value goes.
      next = line.next;
      break;
    } else if (indented) last = content.slice(how.folded);
    else if (scan.encoding === 'base64' && content.length <= MAX_BASE64_LINE && BASE64_LINE.test(content))
      last = content;
    else break;
    pieces.push(last);
    scan.feed(last);
    next = line.next;
  }
  return { next, content: pieces.length === 1 ? last : pieces.join(''), scan };
}

/** Where the `=` of a soft line break stands; white space behind it was added on the way (RFC 2045 s.6.7). */
function softBreakAt(content: string): number {
  let at = content.length - 1;
  while (at >= 0 && (content[at] === ' ' || content[at] === '\t')) at--;
  return content[at] === '=' ? at : -1;
}

function isBlank(content: string): boolean {
  return content.trim() === '';
}
