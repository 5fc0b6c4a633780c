/** One line a client sent: `text` without its line end, the tag of its command, and the bytes it stands in. */
export interface ClientLine {
  readonly tag: string;
  readonly text: string;
  readonly bytes: Buffer;
}

/**
 * Cuts what an IMAP client sends into lines, and knows which command each belongs to. The bytes of literals come out
 * as pieces with an empty text, so that a message's body is never taken for a command.
 */
export function clientLines(): (chunk: Buffer) => readonly ClientLine[] {
  let rest: Buffer = Buffer.alloc(0);
  let literalLeft = 0;
  let tag = '';
  let isContinued = false;

  function next(): ClientLine | undefined {
    if (rest.length === 0) return undefined;
    if (literalLeft > 0) {
      const bytes = take(Math.min(literalLeft, rest.length));
      literalLeft -= bytes.length;
      return { tag, text: '', bytes };
    }
    const end = rest.indexOf('\n');
    if (end < 0) return undefined;
    const bytes = take(end + 1);
    const text = bytes.toString('latin1').trimEnd();
    if (!isContinued) tag = text.split(' ', 1)[0] ?? '';
    const literal = /\{(\d+)\+?\}$/.exec(text)?.[1];
    literalLeft = Number(literal ?? 0);
    isContinued = literal !== undefined;
    return { tag, text, bytes };
  }

  function take(length: number): Buffer {
    const bytes = rest.subarray(0, length);
    rest = rest.subarray(length);
    return bytes;
  }

  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const lines: ClientLine[] = [];
    for (let line = next(); line !== undefined; line = next()) lines.push(line);
    return lines;
  };
}
