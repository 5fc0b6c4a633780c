import { withLine } from './text.ts';

/** Bytes that nobody would choose and that somebody sends: each is kept as it is or refused, never changed unsaid. */
export function oddBytes(mediaType: string, sample: Uint8Array): readonly (readonly [string, Uint8Array])[] {
  if (mediaType === 'message/rfc822' || mediaType === 'text/markdown') return oddTexts(sample);
  return mediaType === 'text/calendar' || mediaType === 'text/vcard' ? oddObjects(sample) : [];
}

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

function oddTexts(sample: Uint8Array): readonly (readonly [string, Uint8Array])[] {
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
    ['a byte order mark in front', Buffer.concat([MARK, sample])],
  ];
}

/** Calendar objects and vCards as programs write them, and as none should. */
function oddObjects(sample: Uint8Array): readonly (readonly [string, Uint8Array])[] {
  const text = Buffer.from(sample).toString('latin1');
  // Each is an object of its own, for a second one of a UID may be refused for that alone.
  let number = 0;
  const own = (): string => text.replaceAll(/^(UID[;:].*?)\r?$/gm, (_, uid: string) => `${uid}${++number}`);
  const odd = (line: string): Uint8Array => ascii(withLine(own(), line));
  return [
    ['no bytes at all', new Uint8Array(0)],
    ['a single line end', ascii('\r\n')],
    ['bare LF', ascii(own().replaceAll('\r\n', '\n'))],
    ['no line end at the end', ascii(own().trimEnd())],
    ['a byte order mark in front', Buffer.concat([MARK, ascii(own())])],
    ['no UID', ascii(text.replaceAll(/^UID[;:].*\r?\n/gm, ''))],
    ['no end', ascii(own().replace(/END:V(CARD|CALENDAR)\r\n$/, ''))],
    [
      'names in lower case',
      ascii(own().replaceAll(/^(UID|BEGIN|END|SUMMARY|FN|VERSION)/gm, (name) => name.toLowerCase())),
    ],
    ['a bare CR', odd('X-MAPISTORE-ODD:one\rtwo')],
    ['bytes that are no UTF-8', odd('X-MAPISTORE-ODD:\xe9\xff\xc3\x28')],
    ['a NUL', odd('X-MAPISTORE-ODD:a\0b')],
    ['a control character', odd('X-MAPISTORE-ODD:a\x07b')],
    ['a line of 10,000 characters that is not folded', odd(`X-MAPISTORE-ODD:${'x'.repeat(10_000)}`)],
    ['a line folded in the middle of a character', odd(`X-MAPISTORE-ODD:${'x'.repeat(58)}\xc3\r\n \xbc`)],
    ['a line folded with a tab', odd('X-MAPISTORE-ODD:one\r\n\t two')],
    ['a line that is no content line', odd('what is this')],
    ['a comma that is not escaped', odd(`${text.includes('VCARD') ? 'NOTE' : 'DESCRIPTION'}:one, two; three`)],
    ['spaces at the ends of a value', odd('X-MAPISTORE-ODD:  one  ')],
    ['a property without a value', odd('X-MAPISTORE-ODD:')],
    ['a character beyond the first plane', odd(Buffer.from('X-MAPISTORE-ODD:👩‍🚀').toString('latin1'))],
  ];
}
