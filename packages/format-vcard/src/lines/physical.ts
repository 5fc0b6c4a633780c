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
  if (crEnds) return crLine(text, start);
  const lf = text.indexOf('\n', start);
  if (lf < 0) return { start, end: text.length, next: text.length };
  let end = lf;
  while (end > start && text[end - 1] === '\r') end--;
  return { start, end, next: lf + 1 };
}

function crLine(text: string, start: number): PhysicalLine {
  let end = start;
  while (end < text.length && text[end] !== '\r' && text[end] !== '\n') end++;
  const isCrLf = text[end] === '\r' && text[end + 1] === '\n';
  return { start, end, next: Math.min(text.length, end + (isCrLf ? 2 : 1)) };
}
