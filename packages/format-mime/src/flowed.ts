/**
 * Joins the lines of a `format=flowed` text (RFC 3676 s.4): a line that ends in a space runs on into the next of the same
 * quote depth; stuffed spaces go; the signature separator `-- ` ends a paragraph.
 */
export function unflow(text: string, deleteSpace: boolean): string {
  const out: string[] = [];
  let paragraph: string | undefined;
  let depth = 0;
  for (const line of text.split(/\r?\n/)) {
    const quotes = /^>*/.exec(line)?.[0].length ?? 0;
    const content = line.slice(quotes).replace(/^ /, '');
    const runsOn = content.endsWith(' ') && content !== '-- ';
    const joins = paragraph !== undefined && quotes === depth && content !== '-- ';
    if (paragraph !== undefined && !joins) {
      out.push(quoted(paragraph, depth));
      paragraph = undefined;
    }
    const flowing: string = runsOn && deleteSpace ? content.slice(0, -1) : content;
    const whole = (paragraph ?? '') + flowing;
    depth = quotes;
    if (runsOn) paragraph = whole;
    else {
      out.push(quoted(whole, quotes));
      paragraph = undefined;
    }
  }
  if (paragraph !== undefined) out.push(quoted(paragraph, depth));
  return out.join('\r\n');
}

function quoted(text: string, depth: number): string {
  return depth === 0 ? text : `${'>'.repeat(depth)} ${text}`;
}
