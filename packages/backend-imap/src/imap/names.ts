/** A string of IMAP, quoted (RFC 3501 s.4.3). CR, LF and NUL cannot be said; names holding them never come here. */
export function quote(value: string): string {
  return `"${value.replace(/["\\]/g, (char) => `\\${char}`)}"`;
}

/** A mailbox name as people see it, in the modified UTF-7 of the wire (RFC 3501 s.5.1.3). */
export function encodeName(name: string): string {
  return name.replace(/&|[^\x20-\x7e]+/g, (run) => {
    if (run === '&') return '&-';
    const units = Buffer.from(run, 'utf16le').swap16();
    return `&${units.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}

/**
 * The name behind a mailbox name of the wire. A name that is no modified UTF-7 (there are servers and old clients
 * that wrote such) is given as it stands, so that it can still be listed and opened.
 */
export function decodeName(wire: string): string {
  const decoded = wire.replace(/&([^-]*)-/g, (_whole, run: string) => {
    if (run === '') return '&';
    const units = Buffer.from(run.replaceAll(',', '/'), 'base64');
    return units.length % 2 === 0 ? units.swap16().toString('utf16le') : '\ufffd';
  });
  return encodeName(decoded) === wire ? decoded : wire;
}

/** INBOX means the same in any case (RFC 3501 s.5.1); every other name is exact. */
export function normaliseInbox(wire: string): string {
  return wire.toUpperCase() === 'INBOX' ? 'INBOX' : wire;
}
