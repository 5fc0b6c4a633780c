import { headerBlockEnd } from '@mapistore/core';
import { expect, test } from 'vitest';
import { encode, encodedLength } from '../src/archive/parts/encode.ts';
import { MailScanner } from '../src/archive/parts/scanner.ts';
import { samples } from './samples.ts';

const mails = samples().filter(({ mediaType }) => mediaType === 'message/rfc822');

/** Takes a mail apart, a window at a time, and puts it together again. */
function roundTrip(mail: Buffer, windowBytes: number): { readonly again: Buffer; readonly decoded: number } {
  const scanner = new MailScanner();
  const head = mail.subarray(0, headerBlockEnd(mail) ?? mail.byteLength);
  scanner.begin(head);
  const pieces = [head];
  let decoded = 0;
  for (let at = head.byteLength, size = windowBytes; at < mail.byteLength; ) {
    const window = mail.subarray(at, at + size);
    const elements = scanner.scan(window, at + window.byteLength === mail.byteLength);
    let next = elements.next();
    for (; next.done !== true; next = elements.next()) {
      const { bytes, encoding } = next.value;
      const text = encoding === undefined ? bytes : encode(bytes, encoding);
      if (encoding !== undefined) expect(text.byteLength).toBe(encodedLength(bytes.byteLength, encoding));
      if (encoding !== undefined) decoded += text.byteLength;
      pieces.push(text);
    }
    at += next.value;
    // A window in which nothing can be told wants to be larger.
    size = next.value === 0 ? size * 2 : windowBytes;
  }
  return { again: Buffer.concat(pieces), decoded };
}

test.each([4_194_304, 40_000, 5000])('every mail comes together again byte by byte, in windows of %i bytes', (size) => {
  const wrong = mails.filter(({ bytes }) => !roundTrip(bytes, size).again.equals(bytes)).map(({ name }) => name);
  expect(mails.length).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
});

test('most of what is encoded is stored decoded', () => {
  let decoded = 0;
  let encoded = 0;
  for (const { bytes } of mails) {
    decoded += roundTrip(bytes, 16_777_216).decoded;
    const text = bytes.toString('latin1');
    if (/^content-transfer-encoding:\s*base64/im.test(text))
      encoded += text.match(/^[\w+/]{60,76}\r?$/gm)?.join('').length ?? 0;
  }
  expect(decoded).toBeGreaterThan(encoded * 0.95);
});
