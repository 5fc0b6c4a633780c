/** Parameters one statement may have, well below the limit of every database. */
const MAX_PARAMETERS = 8_000;

/** Cuts rows into pieces that fit one statement. */
export function pieces<T>(rows: readonly T[], columns: number): readonly (readonly T[])[] {
  const size = Math.max(1, Math.floor(MAX_PARAMETERS / columns));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}
