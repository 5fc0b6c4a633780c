/** Version of a card: 2.1, 3.0 (RFC 2426) or 4.0 (RFC 6350). */
export type Version = '2.1' | '3.0' | '4.0';

/** A text without its backslashes. In vCard 2.1 only separators have one, and a line break is never written so. */
export function unescapeText(text: string, version: Version): string {
  if (!text.includes('\\')) return text;
  if (version === '2.1') return text.replace(/\\([;,])/g, '$1');
  return text.replace(/\\([nN\\;,:"'])/g, (_, char: string) => (char === 'n' || char === 'N' ? '\n' : char));
}

/** A text with the backslashes that it needs as a value or a part of one. */
export function escapeText(text: string, version: Version): string {
  if (version === '2.1') return text.replace(/;/g, '\\;');
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}

/** Takes a value apart at separators that have no backslash; parts keep theirs. */
export function splitEscaped(text: string, separator: ';' | ',', version: Version): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    // Vcard 2.1 does not double backslashes, so one before another stands for itself.
    if (text[at] === '\\' && (version !== '2.1' || text[at + 1] === separator)) at++;
    else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
