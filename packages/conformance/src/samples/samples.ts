import type { Samples } from './case.ts';

const text = (...lines: readonly string[]): Uint8Array => Buffer.from(`${lines.join('\r\n')}\r\n`);

/** Sound items, each different for each number. */
export const SAMPLES: Samples = {
  'message/rfc822': (number) =>
    text(
      'Date: Mon, 5 Jan 2026 10:00:00 +0000',
      `From: Ada <ada${number}@example.org>`,
      'To: Bob <bob@example.org>',
      `Subject: Sample ${number}`,
      `Message-ID: <sample-${number}@mapistore.example>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      `Grüße, number ${number}.`,
    ),
  'text/calendar': (number) =>
    text(
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//MAPIStore//conformance//EN',
      'BEGIN:VEVENT',
      `UID:sample-${number}@mapistore.example`,
      'DTSTAMP:20260105T100000Z',
      'DTSTART:20260106T100000Z',
      'DTEND:20260106T110000Z',
      `SUMMARY:Sample ${number}`,
      'END:VEVENT',
      'END:VCALENDAR',
    ),
  'text/vcard': (number) =>
    text(
      'BEGIN:VCARD',
      'VERSION:4.0',
      `UID:urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      `FN:Sample ${number}`,
      'END:VCARD',
    ),
  'text/markdown': (number) => Buffer.from(`# Sample ${number}\n\nA note.\n`),
};

/** Bytes that nobody would choose and that somebody sends: each is kept as it is or refused, never changed unsaid. */
export function oddBytes(mediaType: string, sample: Uint8Array): readonly (readonly [string, Uint8Array])[] {
  if (mediaType !== 'message/rfc822' && mediaType !== 'text/markdown') return [];
  const ascii = (body: string): Uint8Array => Buffer.from(body, 'latin1');
  return [
    ['no bytes at all', new Uint8Array(0)],
    ['a single line end', ascii('\r\n')],
    ['a head without an empty line', ascii('Subject: only a head\r\n')],
    ['a head without a body', ascii('Subject: no body\r\n\r\n')],
    ['no line end at the end', ascii('Subject: cut\r\n\r\nno end')],
    ['bare LF', ascii('Subject: unix\n\nline\nline\n')],
    ['LF and CRLF mixed', ascii('Subject: mixed\r\n\nline\r\nline\n')],
    ['a bare CR', ascii('Subject: mac\r\n\r\none\rtwo\r\n')],
    ['bytes that are no UTF-8', ascii('Subject: \xe9\xff\r\n\r\n\xc3\x28\r\n')],
    ['a NUL', ascii('Subject: nul\r\n\r\na\0b\r\n')],
    ['a line of 100,000 characters', ascii(`Subject: long\r\n\r\n${'x'.repeat(100_000)}\r\n`)],
    ['a dot on a line of its own', ascii('Subject: dot\r\n\r\n.\r\n..\r\n')],
    ['a line that begins with From', ascii('Subject: mbox\r\n\r\nFrom here\r\n>From there\r\n')],
    ['a byte order mark in front', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), sample])],
  ];
}

/** A body of exactly so many bytes, with line ends that no server needs to change. */
export function sizedBytes(size: number): Uint8Array {
  const head = 'Subject: sized\r\n\r\n';
  const line = `${'0123456789'.repeat(7)}abcdef\r\n`;
  let body = line.repeat(Math.ceil(size / line.length)).slice(0, Math.max(0, size - head.length));
  // Cut between CR and LF, the last line end would not be one.
  if (body.endsWith('\r')) body = `${body.slice(0, -1)}x`;
  return Buffer.from((head + body).slice(0, size));
}
