/** The domain of addresses that stand for one outside of SMTP. */
const DOMAIN = 'imcea.invalid';

/** An address of another system (`EX`, `FAX`) as an SMTP one, encapsulated as [MS-OXCMAIL] says. */
export function encapsulate(type: string, address: string): string {
  const text = [...Buffer.from(address)].map((byte) => {
    const char = String.fromCharCode(byte);
    if (char === '/') return '_';
    return /[A-Za-z0-9=.-]/.test(char) ? char : `+${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `IMCEA${type.replace(/[^A-Za-z0-9]/g, '').toUpperCase()}-${text.join('')}@${DOMAIN}`;
}

/** The address that was encapsulated; undefined for an ordinary one. */
export function decapsulate(address: string): { type: string; address: string } | undefined {
  const found = /^IMCEA([A-Z0-9]{1,20})-(.*)@imcea\.invalid$/i.exec(address);
  if (found?.[1] === undefined || found[2] === undefined) return undefined;
  const bytes = found[2]
    .replaceAll('_', '/')
    .replace(/\+([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { type: found[1].toUpperCase(), address: Buffer.from(bytes, 'latin1').toString() };
}
