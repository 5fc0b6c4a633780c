const FROM = /^from:[^\n]*?([\w.+-]+@[\w.-]+)/im;
const SUBJECT = /^subject:[ \t]*((?:[^\n]|\n[ \t])*)/im;
/** What replies and forwards put in front of a subject, in a few languages. */
const PREFIX = /^(?:\s*(?:re|fwd?|aw|wg|sv|vs|tr|rv|antw)(?:\[\d+\])?:\s*)+/i;
const SCANNED_BYTES = 16_384;

/**
 * A text that is alike for items that are alike, so that they end up in one block: the media type, who sent it, and what it
 * is about.
 */
export function similarityOf(mediaType: string, head: Buffer): string {
  if (mediaType !== 'message/rfc822') return mediaType;
  const text = head.toString('latin1', 0, Math.min(head.byteLength, SCANNED_BYTES));
  const sender = FROM.exec(text)?.[1]?.toLowerCase() ?? '';
  const subject = (SUBJECT.exec(text)?.[1] ?? '').replace(PREFIX, '').trim().toLowerCase().slice(0, 80);
  return `${mediaType} ${sender} ${subject}`;
}
