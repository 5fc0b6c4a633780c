/** Parameters one statement may have, well below the limit of every database. */
const MAX_PARAMETERS = 8_000;

/** Bytes of the values of one statement: a server takes 16 MiB at once by default, and often no more than one. */
const MAX_BYTES = 512 * 1024;

/** Cuts rows into pieces that fit one statement. A row that is larger than that is alone in its piece. */
export function pieces<T>(rows: readonly T[], columns: number): readonly (readonly T[])[] {
  const limit = Math.max(1, Math.floor(MAX_PARAMETERS / columns));
  const cut: T[][] = [];
  let piece: T[] | undefined;
  let bytes = 0;
  for (const row of rows) {
    const weight = weigh(row);
    if (piece === undefined || piece.length >= limit || bytes + weight > MAX_BYTES) {
      piece = [];
      cut.push(piece);
      bytes = 0;
    }
    piece.push(row);
    bytes += weight;
  }
  return cut;
}

/** Bytes of a value at the most. */
function weigh(value: unknown): number {
  if (typeof value === 'string') return value.length * 3;
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 9;
  let sum = 0;
  for (const name in value) sum += weigh((value as Record<string, unknown>)[name]);
  return sum;
}
