/** The same bytes in pieces of one size, the last one shorter; holds one piece. The chunks may be used again by their source. */
export async function* inPieces(chunks: AsyncIterable<Uint8Array>, size: number): AsyncIterable<Uint8Array> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.byteLength; ) {
      const part = chunk.slice(at, at + size - bytes);
      held.push(part);
      bytes += part.byteLength;
      at += part.byteLength;
      if (bytes < size) continue;
      yield Buffer.concat(held);
      held = [];
      bytes = 0;
    }
  }
  if (bytes > 0) yield Buffer.concat(held);
}
