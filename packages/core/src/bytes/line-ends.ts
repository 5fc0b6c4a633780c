const LF = 0x0a;
const CR = 0x0d;
const CRLF_BYTES: Uint8Array = Uint8Array.of(CR, LF);
const LF_BYTES: Uint8Array = Uint8Array.of(LF);
/** A signature larger than this is not kept; the original is, instead. */
const MAX_RUNS = 65_536;

/**
 * The line ends of some bytes as a signature: empty for nothing to say (no line end, or all CRLF), else the lengths of
 * alternating runs of CRLF and bare LF line ends as LEB128 numbers, CRLF first; the last run goes on for ever and is
 * written as 0. So a file with only LF line ends has the signature 0 0.
 */
export type LineEnds = Uint8Array;

/** Collects the signature of a stream; undefined at the end where there were too many changes to note. */
export class LineEndScanner {
  readonly #runs: number[] = [0];
  #crlf = true;
  #lastByte = 0;
  #full = false;

  push(chunk: Uint8Array): void {
    for (let at = chunk.indexOf(LF); at >= 0 && !this.#full; at = chunk.indexOf(LF, at + 1)) {
      const crlf = (at > 0 ? chunk[at - 1] : this.#lastByte) === CR;
      if (crlf !== this.#crlf) {
        this.#crlf = crlf;
        this.#runs.push(0);
        this.#full = this.#runs.length > MAX_RUNS;
      }
      this.#runs[this.#runs.length - 1] = (this.#runs.at(-1) as number) + 1;
    }
    if (chunk.byteLength > 0) this.#lastByte = chunk[chunk.byteLength - 1] as number;
  }

  end(): LineEnds | undefined {
    if (this.#full) return undefined;
    if (this.#runs.length === 1) return new Uint8Array(0);
    return encode([...this.#runs.slice(0, -1), 0]);
  }
}

/** Gives bytes the line ends of a signature, whichever of CRLF and LF they have now. */
export async function* restoreLineEnds(
  chunks: AsyncIterable<Uint8Array>,
  lineEnds: LineEnds,
): AsyncIterable<Uint8Array> {
  const runs = lineEnds.byteLength === 0 ? [0] : decode(lineEnds);
  let run = 0;
  let left = runs[0] as number;
  // A CR at the end of a chunk may belong to a line end whose LF is in the next.
  let heldCr = false;
  const nextEnd = (): Uint8Array => {
    while (left === 0 && run < runs.length - 1) left = runs[++run] as number;
    left--;
    return run % 2 === 0 ? CRLF_BYTES : LF_BYTES;
  };
  for await (const chunk of chunks) {
    const out: Uint8Array[] = [];
    let start = 0;
    for (let lf = chunk.indexOf(LF); lf >= 0; lf = chunk.indexOf(LF, start)) {
      const crInChunk = lf > start && chunk[lf - 1] === CR;
      if (heldCr && lf > start) out.push(CRLF_BYTES.subarray(0, 1));
      heldCr = false;
      out.push(chunk.subarray(start, crInChunk ? lf - 1 : lf), nextEnd());
      start = lf + 1;
    }
    if (heldCr && start < chunk.byteLength) {
      out.push(CRLF_BYTES.subarray(0, 1));
      heldCr = false;
    }
    if (start < chunk.byteLength) {
      const endsInCr = chunk[chunk.byteLength - 1] === CR;
      out.push(chunk.subarray(start, endsInCr ? chunk.byteLength - 1 : chunk.byteLength));
      heldCr = endsInCr;
    }
    const joined = Buffer.concat(out);
    if (joined.byteLength > 0) yield joined;
  }
  if (heldCr) yield CRLF_BYTES.subarray(0, 1);
}

function encode(runs: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (const run of runs) {
    let rest = run;
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

function decode(bytes: Uint8Array): readonly number[] {
  const runs: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of bytes) {
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (byte >= 0x80) continue;
    runs.push(value);
    value = 0;
    scale = 1;
  }
  return runs;
}
