import { type BodySource, headOf } from '@mapistore/core';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { looksLikeMail, mime } from '../src/index.ts';
import { contentOf, parse, render, type Sample, samples, signal, source } from './corpus.ts';
import { KNOWN_DIFFERENCES, RAW_HEADERS } from './known-differences.ts';
import { plainItem } from './plain-item.ts';

// Plainly no mail: a text without a single header field, and an empty file.
const NO_MAIL = ['cpython-test-email/msg_19.txt', 'mikel-mail/sample_output_multipart'];
const mails: Sample[] = samples();
const squeezed = (value: unknown): string =>
  String(value ?? '')
    .replace(/\s+/g, ' ')
    .trim();

/** The same bytes in pieces of a few bytes each. */
function inPieces(bytes: Buffer, size: number): BodySource {
  return {
    mediaType: 'message/rfc822',
    async *open({ range }) {
      const part = bytes.subarray(range?.start ?? 0, range?.end);
      for (let at = 0; at < part.length; at += size) yield part.subarray(at, at + size);
    },
  };
}

describe(`the ${mails.length} mails at hand`, () => {
  it('are told from other files', () => {
    expect(
      mails
        .filter(({ bytes }) => !looksLikeMail(bytes))
        .map(({ name }) => name)
        .filter((name) => !NO_MAIL.includes(name)),
    ).toEqual([]);
    const png = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
    for (const other of [png, Buffer.alloc(0), Buffer.from('hello world\n'), Buffer.alloc(500, 1)])
      expect(looksLikeMail(other)).toBe(false);
  });

  it('are all read, each in bounded time, with attachments of the size they say', async () => {
    for (const { name, bytes } of mails) {
      const start = performance.now();
      mime.head({ head: headOf(bytes, 'message/rfc822') });
      const item = await parse(bytes);
      for (const attachment of item.attachments) {
        const { length } = await contentOf(attachment);
        if (attachment.content?.size !== undefined) expect(attachment.content.size, name).toBe(length);
      }
      expect(performance.now() - start, name).toBeLessThan(5000);
    }
  });

  it('are read the same whatever pieces they come in', async () => {
    for (const [at, { name, bytes }] of mails.entries()) {
      if (bytes.length > 100_000) continue;
      const whole = await plainItem(await mime.parse(source(bytes), { signal }));
      expect(await plainItem(await mime.parse(inPieces(bytes, 1 + (at % 37)), { signal })), name).toEqual(whole);
    }
  });

  it('have a head that says what the whole says', async () => {
    for (const { name, bytes } of mails) {
      const head = mime.head({ head: headOf(bytes, 'message/rfc822') });
      const { properties } = await parse(bytes);
      expect(properties.get('PidTagSubject'), name).toBe(head.subject);
      expect(properties.get('PidTagNormalizedSubject'), name).toBe(head.normalizedSubject);
      expect(properties.get('PidTagSentRepresentingName') ?? '', name).toBe(head.fromName);
      expect(properties.get('PidTagDisplayTo'), name).toBe(head.displayTo);
      expect(properties.get('PidTagClientSubmitTime'), name).toEqual(head.sent);
      if (head.hasAttachments !== undefined)
        expect(properties.get('PidTagHasAttachments'), name).toBe(head.hasAttachments);
    }
  });

  it('are read as an independent reader does, but for differences with a reason', async () => {
    const differences: string[] = [];
    for (const { name, bytes } of mails) {
      if (RAW_HEADERS.test(name) || name.includes('mbox') || name.startsWith('raw-8bit')) continue;
      const theirs = await readByMailparser(bytes);
      const head = mime.head({ head: headOf(bytes, 'message/rfc822') });
      const ours: Record<string, string> = {
        subject: squeezed(head.subject),
        fromName: squeezed(head.fromName),
        fromAddress: head.fromAddress.toLowerCase(),
        displayTo: squeezed(head.displayTo),
        sent: head.sent?.toISOString() ?? '',
      };
      for (const [column, value] of Object.entries(ours)) {
        if (KNOWN_DIFFERENCES[column]?.[name] === undefined && value !== theirs[column])
          differences.push(`${name} ${column}: ${value} | ${theirs[column]}`);
      }
    }
    expect(differences).toEqual([]);
  });

  it('come back from writing with all that mail can say', async () => {
    const different: string[] = [];
    for (const { name, bytes } of mails) {
      const item = await parse(bytes);
      const [before, after] = await Promise.all([
        plainItem(item, true),
        plainItem(await parse(await render(item)), true),
      ]);
      if (JSON.stringify(before) !== JSON.stringify(after)) different.push(name);
    }
    expect(different).toEqual([]);
  });
});

async function readByMailparser(bytes: Buffer): Promise<Record<string, string>> {
  const mail = await simpleParser(bytes, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  const [from] = mail.from?.value ?? [];
  const to = [mail.to ?? []].flat().flatMap(({ value }) => value.flatMap((one) => one.group ?? [one]));
  return {
    subject: squeezed(mail.subject),
    fromName: squeezed(from?.name || from?.address),
    fromAddress: (from?.address ?? '').toLowerCase(),
    displayTo: squeezed(to.map((one) => one.name || one.address).join('; ')),
    sent: mail.date !== undefined && !Number.isNaN(mail.date.getTime()) ? mail.date.toISOString() : '',
  };
}
