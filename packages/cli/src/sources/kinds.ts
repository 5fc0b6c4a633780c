import path from 'node:path';
import { Formats, MapistoreError } from '@mapistore/core';

/** What a file holds: one item of a media type, or many in an mbox file, an iCalendar stream or a file of vCards. */
export type FileKind = 'mbox' | 'message/rfc822' | 'text/markdown' | 'text/calendar' | 'text/vcard';

const MAILDIR: Readonly<Record<string, string>> = {
  S: '$seen',
  F: '$flagged',
  R: '$answered',
  D: '$draft',
  P: '$forwarded',
};

/** Many texts have lines such as `Name: value`; a mail without a telling name has at least one of these fields. */
const MAIL_FIELD =
  /^(?:from|to|cc|subject|date|received|return-path|message-id|mime-version|content-type|content-transfer-encoding|delivered-to|sender|reply-to)[ \t]*:/imu;

/** How a calendar or card begins, behind a byte order mark and empty lines. */
const BEGIN = /^(?:\u00ef\u00bb\u00bf)?\s*BEGIN[ \t]*:[ \t]*(?<object>VCALENDAR|VCARD)\b/iu;

/**
 * Tells what a file holds, by its name and then by its first bytes.
 * @throws INVALID_CONTENT
 */
export async function kindOf(name: string, start: Uint8Array): Promise<FileKind> {
  const [{ isMbox, looksLikeMail, mime }, { note }] = await Promise.all([
    import('@mapistore/format-mime'),
    import('@mapistore/format-note'),
  ]);
  const formats = new Formats([mime, note]);
  const mediaType = formats.mediaTypeOf(path.basename(name));
  if (mediaType === note.mediaType) return textOf(name, start);
  // A mail that begins with an envelope line, saved as .eml, is one mail; that line is part of it.
  if (mediaType === mime.mediaType && looksLikeMail(start)) return 'message/rfc822';
  if (mediaType === 'text/calendar' || mediaType === 'text/vcard') return mediaType;
  const begin = BEGIN.exec(Buffer.from(start).toString('latin1', 0, 1_024))?.groups?.['object']?.toLowerCase();
  if (begin !== undefined) return begin === 'vcard' ? 'text/vcard' : 'text/calendar';
  if (isMbox(start)) return 'mbox';
  if (looksLikeMail(start) && MAIL_FIELD.test(Buffer.from(start).toString('latin1', 0, 16_384)))
    return 'message/rfc822';
  const what = start.byteLength === 0 ? 'it is empty' : 'it is no mail, mbox file, calendar, vCard or note';
  throw new MapistoreError('INVALID_CONTENT', `Cannot import ${name}: ${what}.`);
}

function textOf(name: string, start: Uint8Array): FileKind {
  if (!start.includes(0)) return 'text/markdown';
  throw new MapistoreError('INVALID_CONTENT', `Cannot import ${name}: a note is text, and this is binary data.`);
}

/** The flags in a Maildir file name, such as `1204680122.27c448:2,FS`; undefined for any other name. */
export function maildirFlags(name: string): readonly string[] | undefined {
  const letters = /[:;!]2,(?<letters>[A-Za-z]*)$/u.exec(name)?.groups?.['letters'];
  return letters === undefined ? undefined : [...letters].flatMap((letter) => MAILDIR[letter] ?? []);
}
