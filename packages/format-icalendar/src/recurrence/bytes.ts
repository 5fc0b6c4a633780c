/** Thrown where bytes end too early; caught by the decoders of this folder. */
export class EndOfBytes extends Error {}

/** Reads little-endian numbers one after the other. */
export interface Reader {
  /** Bytes that are left. */
  readonly left: number;
  u16(): number;
  u32(): number;
  bytes(length: number): Uint8Array;
}

/** @throws EndOfBytes by its methods where fewer bytes are left than asked for. */
export function readerOf(source: Uint8Array): Reader {
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  let at = 0;
  const take = (length: number): number => {
    if (length > source.length - at) throw new EndOfBytes();
    at += length;
    return at - length;
  };
  return {
    get left() {
      return source.length - at;
    },
    u16: () => view.getUint16(take(2), true),
    u32: () => view.getUint32(take(4), true),
    bytes: (length) => {
      const from = take(length);
      // A copy: `slice` of a Buffer would share its memory.
      return Uint8Array.from(source.subarray(from, from + length));
    },
  };
}

/** Writes little-endian numbers one after the other. */
export interface Writer {
  u16(value: number): void;
  u32(value: number): void;
  bytes(value: Uint8Array): void;
  /** All that was written. */
  done(): Uint8Array;
}

export function writerOf(): Writer {
  const parts: Uint8Array[] = [];
  const number = (value: number, size: 2 | 4): void => {
    const view = new DataView(new ArrayBuffer(size));
    if (size === 2) view.setUint16(0, value, true);
    else view.setUint32(0, value, true);
    parts.push(new Uint8Array(view.buffer));
  };
  return {
    u16: (value) => number(value, 2),
    u32: (value) => number(value, 4),
    bytes: (value) => {
      parts.push(value);
    },
    done: () => {
      const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    },
  };
}
