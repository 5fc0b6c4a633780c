import { type Columns, linesOfShape, type Shape } from './shape.ts';

/** Bytes that a shape puts between those that are stored, with the lines that the columns say now. */
export async function* assemble(
  rest: AsyncIterable<Uint8Array>,
  shape: Shape | null,
  columns: Columns,
): AsyncIterable<Uint8Array> {
  if (shape === null) return yield* rest;
  const lines = [...linesOfShape(shape, columns)];
  let at = 0;
  for await (const chunk of rest) {
    let from = 0;
    for (let next = lines[0]; next !== undefined && next.at < at + chunk.byteLength; next = lines[0]) {
      if (next.at - at > from) yield chunk.subarray(from, next.at - at);
      from = next.at - at;
      yield next.bytes;
      lines.shift();
    }
    if (from < chunk.byteLength) yield chunk.subarray(from);
    at += chunk.byteLength;
  }
  for (const { bytes } of lines) yield bytes;
}

/** Bytes that the shape adds, with the columns as they are. */
export function addedBytes(shape: Shape | null, columns: Columns): number {
  if (shape === null) return 0;
  return linesOfShape(shape, columns).reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}
