/** A line as it lies in the text: its content is from `start` to `end`, its line end from `end` to `next`. */
export interface PhysicalLine {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/**
 * Whether a CR alone ends a line: only where the first line ends so. Elsewhere it is content, or belongs to a line end
 * of several CRs and one LF, which some programs leave behind.
 */
export function endsWithCr(text: string): boolean {
  const cr = text.indexOf('\r');
  const lf = text.indexOf('\n');
  if (cr < 0 || (lf >= 0 && lf < cr)) return false;
  let at = cr;
  while (text[at] === '\r') at++;
  return text[at] !== '\n';
}

/** The line at `start`, in time that its length bounds. */
export function physicalLine(text: string, start: number, crEnds: boolean): PhysicalLine {
  const lf = text.indexOf('\n', start);
  if (crEnds) {
    const cr = text.indexOf('\r', start);
    if (cr >= 0 && (lf < 0 || cr < lf)) return { start, end: cr, next: text[cr + 1] === '\n' ? cr + 2 : cr + 1 };
  }
  if (lf < 0) return { start, end: text.length, next: text.length };
  let end = lf;
  while (end > start && text[end - 1] === '\r') end--;
  return { start, end, next: lf + 1 };
}
