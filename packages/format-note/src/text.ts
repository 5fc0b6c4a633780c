/** Text of a file, and whether the bytes were UTF-8, so that writing it again gives the same bytes. */
export interface FileText {
  readonly text: string;
  readonly exact: boolean;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder('windows-1252');

/** UTF-8 with its byte order mark kept; bytes that are no UTF-8 are read as windows-1252. */
export function decodeFile(bytes: Uint8Array): FileText {
  try {
    return { text: strict.decode(bytes), exact: true };
  } catch {
    return { text: windows1252.decode(bytes), exact: false };
  }
}

/** The start of a file, which may be cut inside a character. */
export function decodeStart(bytes: Uint8Array): string {
  for (let cut = 0; cut < 4; cut++) {
    const { text, exact } = decodeFile(bytes.subarray(0, bytes.byteLength - cut));
    if (exact) return text;
  }
  return decodeFile(bytes).text;
}
