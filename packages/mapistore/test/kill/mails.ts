import { mail } from '../support.ts';

/** Mails with duplicates among them, as users have them, with LF and CRLF line ends, small and larger. */
export function killMails(count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, index) => {
    const subject = `mail ${index % 7 === 3 ? index - 1 : index}`;
    const body = 'A line of text that goes on for a while.\r\n'.repeat(
      1 + ((index % 7 === 3 ? index - 1 : index) % 40),
    );
    const bytes = mail(subject, body);
    return (index % 7 === 3 ? index - 1 : index) % 3 === 0
      ? Buffer.from(Buffer.from(bytes).toString().replaceAll('\r\n', '\n'))
      : bytes;
  });
}
