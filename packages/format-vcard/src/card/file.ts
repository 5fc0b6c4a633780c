/** The bytes of a file as Latin-1 characters, and the way back. */
export interface VcardFile {
  /** A byte order mark, or nothing. */
  readonly prefix: Buffer;
  /** Every character is a byte: of the file, or of its text in UTF-8 where the file is UTF-16. */
  readonly text: string;
  /** Bytes of the file per character of `text`; undefined for UTF-16, where places in the text are none in the file. */
  readonly utf16?: 'utf-16le' | 'utf-16be';
  /** False where the bytes are no sound UTF-16, so that they cannot be written again. */
  readonly exact: boolean;
}

/** Opens the bytes of a file: UTF-16 by its byte order mark or its first word, anything else as it is. */
export function openFile(bytes: Uint8Array): VcardFile {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const utf16 = utf16Of(all);
  if (utf16 === undefined) {
    const mark = all[0] === 0xef && all[1] === 0xbb && all[2] === 0xbf ? 3 : 0;
    return { prefix: all.subarray(0, mark), text: all.toString('latin1', mark), exact: true };
  }
  const mark = all[0] === 0xff || all[0] === 0xfe ? 2 : 0;
  const text = new TextDecoder(utf16, { ignoreBOM: true }).decode(all.subarray(mark));
  const file = { prefix: all.subarray(0, mark), text: Buffer.from(text).toString('latin1'), utf16, exact: true };
  return { ...file, exact: fileBytes(file, file.text).equals(all) };
}

/** The bytes of a file whose text is now that. */
export function fileBytes(file: VcardFile, text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  if (file.utf16 === undefined) return file.prefix.length === 0 ? bytes : Buffer.concat([file.prefix, bytes]);
  const wide = Buffer.from(bytes.toString(), 'utf16le');
  return Buffer.concat([file.prefix, file.utf16 === 'utf-16be' ? wide.swap16() : wide]);
}

function utf16Of(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const start = bytes.toString('latin1', 0, 10).toUpperCase();
  if (start === 'B\0E\0G\0I\0N\0') return 'utf-16le';
  return start === '\0B\0E\0G\0I\0N' ? 'utf-16be' : undefined;
}
