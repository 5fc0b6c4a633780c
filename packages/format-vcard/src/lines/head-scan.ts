/** How the value behind a head is encoded. */
export type LineEncoding = 'plain' | 'quoted-printable' | 'base64';

const QUOTED = /;[ \t]*(?:ENCODING[ \t]*=[ \t]*)?"?(?:QUOTED-PRINTABLE|QP)"?[ \t]*(?:;|$)/i;
const BASE64 = /;[ \t]*(?:ENCODING[ \t]*=[ \t]*"?(?:BASE64|B)"?|BASE64)[ \t]*(?:;|$)/i;

/** Looks for the colon that ends name and parameters, piece by piece, so that many folds cost no more than few. */
export class HeadScan {
  #quoted = false;
  #before = 0;
  #head = '';
  /** Where the value starts in all pieces put together; undefined while there is no colon. */
  colon: number | undefined;
  encoding: LineEncoding = 'plain';

  feed(piece: string): void {
    if (this.colon !== undefined) return;
    for (let at = 0; at < piece.length; at++) {
      const char = piece[at];
      if (char === '"') this.#quoted = !this.#quoted;
      else if (char === ':' && !this.#quoted) {
        this.colon = this.#before + at;
        this.#head += piece.slice(0, at);
        this.encoding = encodingOf(this.#head);
        return;
      }
    }
    this.#head += piece;
    this.#before += piece.length;
  }
}

function encodingOf(head: string): LineEncoding {
  if (!head.includes(';')) return 'plain';
  if (QUOTED.test(head)) return 'quoted-printable';
  return BASE64.test(head) ? 'base64' : 'plain';
}
