import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMbox, splitMbox } from '../src/index.ts';
import { corpusFile, sample } from './corpus.ts';

const FROM = 'From joe@example.org Thu Aug 22 12:36:23 2002\n';

async function* pieces(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function split(text: string | Uint8Array, size = 65_536): Promise<string[]> {
  const messages: string[] = [];
  for await (const { bytes } of splitMbox(pieces(Buffer.from(text as string), size))) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes) chunks.push(Uint8Array.from(chunk));
    messages.push(Buffer.concat(chunks).toString('latin1'));
  }
  return messages;
}

describe('splitting an mbox file', () => {
  it('gives messages as they lie in the file, without From line and separator', async () => {
    const first = 'Subject: a\r\n\r\n>From me\r\nFrom here on\r\n\r\nFrom Russia with love\r\n';
    const file = `${FROM}${first}\n${FROM}Subject: b\n\nx\n\n\n${FROM}Subject: c\n\nno end`;
    expect(await split(file)).toEqual([first, 'Subject: b\n\nx\n\n', 'Subject: c\n\nno end']);
  });

  it('trusts a Content-Length only where a message or the end follows', async () => {
    const body = `x\n\n${FROM}Subject: inside\n\n`;
    expect(await split(`${FROM}Content-Length: ${body.length}\n\n${body}\n${FROM}Subject: b\n\n`)).toHaveLength(2);
    expect(await split(`${FROM}Content-Length: 2\n\n${body}\n${FROM}Subject: b\n\n`)).toHaveLength(3);
    expect(await split(`${FROM}Content-Length: 999999\n\n${body}\n${FROM}Subject: b\n\n`)).toHaveLength(3);
  });

  it('passes over what was not read', async () => {
    const ordinals: number[] = [];
    for await (const { ordinal } of splitMbox(pieces(Buffer.from(`${FROM}a: b\n\n\n${FROM}c: d\n\n`), 5)))
      ordinals.push(ordinal);
    expect(ordinals).toEqual([0, 1]);
  });

  it('knows an mbox file by its start', () => {
    expect(isMbox(Buffer.from(`\n${FROM}Subject: x`))).toBe(true);
    expect(isMbox(sample('simple.mbox.txt'))).toBe(true);
    expect(isMbox(Buffer.from('From: a@b\n\n'))).toBe(false);
    expect(isMbox(Buffer.from('From Russia with love\nYear: 1963'))).toBe(false);
  });

  it('finds the messages of real files, in pieces of any size', async () => {
    expect(await split(sample('simple.mbox.txt'))).toHaveLength(3);
    for (const [name, count] of [
      ['content-length.mbox', 29],
      ['issue1189.mbox', 4],
      ['jwz-summary', 152],
      ['unmunged.mbox', 2],
    ] as const) {
      const bytes = corpusFile(`mimekit-mbox/${name}.txt`);
      if (bytes === undefined) return;
      const messages = await split(bytes);
      expect(messages, name).toHaveLength(count);
      expect(await split(bytes, 7)).toEqual(messages);
    }
  });

  it('starts each message where its author says', async () => {
    const bytes = corpusFile('mimekit-mbox/content-length.mbox.txt');
    const expected = corpusFile('mimekit-mbox/content-length.unix-offsets.json');
    if (bytes === undefined || expected === undefined) return;
    const offsets = (JSON.parse(expected.toString()) as { beginOffset: number }[]).map((one) => one.beginOffset);
    let at = 0;
    const found = (await split(bytes)).map((message) => {
      at = bytes.indexOf(message, at, 'latin1');
      return at;
    });
    expect(found).toEqual(offsets);
  });

  it('gives back messages that were joined', async () => {
    const line = fc.constantFrom('', 'a', '>From x', 'From', 'Subject: x', ' From y', 'From a b c', '\r');
    const message = fc.array(line, { minLength: 1 }).map((lines) => `X: y\n\n${lines.join('\n')}\n`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 50 }),
        async (messages, size) => {
          const digest = (all: string[]): string[] => all.map((one) => createHash('sha256').update(one).digest('hex'));
          expect(digest(await split(messages.map((one) => `${FROM}${one}\n`).join(''), size))).toEqual(
            digest(messages),
          );
        },
      ),
    );
  });
});
