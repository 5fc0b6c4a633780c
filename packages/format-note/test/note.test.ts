import {
  type BodySource,
  bytesSource,
  collect,
  type Item,
  named,
  PropertyBag,
  stringNamed,
  tagged,
} from '@mapistore/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { note } from '../src/index.ts';

const signal = new AbortController().signal;
const KEYWORDS = stringNamed('PS_PUBLIC_STRINGS', 'Keywords', 'PtypMultipleString');
const file = (text: string): BodySource => bytesSource(Buffer.from(text), 'text/markdown');
const parse = (text: string): Promise<Item> => note.parse(file(text), { signal });
const read = async (source: BodySource): Promise<string> =>
  Buffer.from(await collect(source.open({ signal }))).toString();
const patch = async (
  text: string,
  set: PropertyBag,
  remove: string[] = [],
): Promise<{ text: string; unsaid: readonly string[] }> => {
  const { body, unsaid } = await note.patch(file(text), { set, remove }, { signal });
  return { text: body === undefined ? text : await read(body), unsaid };
};

const FULL = `---
# what to buy
title: "Shopping: Saturday"   # not Sunday
color: green
tags:
  - Home
  - Errands
unknown: {kept: yes, as: [it, is]}
created: 2026-11-20T08:00:00Z
x: 10
---

# Milk
- [ ] two litres
`;

describe('reading a note', () => {
  it('reads the header and keeps the text apart', async () => {
    const { properties, problems } = await parse(FULL);
    expect(problems).toEqual([]);
    expect(properties.get('PidTagMessageClass')).toBe('IPM.StickyNote');
    expect(properties.get('PidTagSubject')).toBe('Shopping: Saturday');
    expect(properties.get('PidLidNoteColor')).toBe(1);
    expect(properties.get('PidTagIconIndex')).toBe(0x301);
    expect(properties.get(KEYWORDS)).toEqual(['Home', 'Errands']);
    expect(properties.get('PidTagCreationTime')).toEqual(new Date('2026-11-20T08:00:00Z'));
    expect(properties.get('PidLidNoteX')).toBe(10);
    expect(properties.get('PidTagBody')).toBe('# Milk\n- [ ] two litres\n');
  });

  it('takes the first line as subject where there is no title', async () => {
    expect((await parse('\n\n## Hello there ##\nmore')).properties.get('PidTagSubject')).toBe('Hello there');
    expect(note.head({ head: Buffer.from('\n\n## Hello there ##\nmore') }).subject).toBe('Hello there');
  });

  it('gives head and parse the same subject', async () => {
    const head = note.head({ head: Buffer.from(FULL) });
    expect(head.subject).toBe('Shopping: Saturday');
    expect(head.messageClass).toBe('IPM.StickyNote');
    expect(note.head({ head: Buffer.from(FULL.replaceAll('\n', '\r\n')) }).fingerprint).toBe(head.fingerprint);
  });

  it.each([
    ['broken YAML', '---\ntitle: [a\n---\n\ntext', 'text'],
    ['a header that is a list', '---\n- a\n---\ntext', 'text'],
    ['a header that never ends', '---\ntitle: x\ntext', '---\ntitle: x\ntext'],
    ['deep nesting', `---\na: ${'['.repeat(30_000)}\n---\ntext`, 'text'],
  ])('is still a note with %s, and says so', async (_, text, body) => {
    const { properties, problems } = await parse(text);
    expect(problems).toHaveLength(1);
    expect(properties.get('PidTagBody')).toBe(body);
  });

  it('notes a value that is none for its field', async () => {
    expect((await parse('---\ncolor: ultraviolet\n---\n')).problems).toEqual([
      'The field "color" of the note holds no value for it.',
    ]);
  });

  it('reads bytes that are no UTF-8 and never patches them', async () => {
    const source = bytesSource(Buffer.from([0x63, 0x61, 0x66, 0xe9]), 'text/markdown');
    expect((await note.parse(source, { signal })).properties.get('PidTagBody')).toBe('café');
    const delta = { set: new PropertyBag().set(tagged('PidTagBody'), 'x'), remove: [] };
    expect(await note.patch(source, delta, { signal })).toEqual({ unsaid: ['PidTagBody'] });
  });

  it('never throws, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, front) => {
        const all = front ? Buffer.concat([Buffer.from('---\n'), bytes, Buffer.from('\n---\n')]) : bytes;
        note.head({ head: all });
        await note.parse(bytesSource(all, 'text/markdown'), { signal });
      }),
    );
  });
});

describe('writing a note', () => {
  it('writes plain text where nothing else is to be said', async () => {
    const properties = new PropertyBag().set(tagged('PidTagSubject'), 'Hi').set(tagged('PidTagBody'), 'Hi\nyou');
    expect(
      await read(await note.render({ properties, recipients: [], attachments: [], problems: [] }, { signal })),
    ).toBe('Hi\nyou');
  });

  it('gives back all it can say', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          subject: fc.string({ unit: 'grapheme' }),
          body: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('---\nx', '\n---', '\r\nfoo\r\n', '...')),
          words: fc.uniqueArray(
            fc.string({ minLength: 1 }).filter((word) => word.trim() === word && !word.includes('\0')),
          ),
          color: fc.integer({ min: 0, max: 4 }),
          width: fc.integer({ min: -5, max: 5000 }),
        }),
        async ({ subject, body, words, color, width }) => {
          const text = body.replaceAll('\0', '');
          const properties = new PropertyBag()
            .set(tagged('PidTagSubject'), subject)
            .set(tagged('PidTagBody'), text)
            .set(named('PidLidNoteColor'), color)
            .set(named('PidLidNoteWidth'), width)
            .set(KEYWORDS, words);
          const back = await note.parse(
            await note.render({ properties, recipients: [], attachments: [], problems: [] }, { signal }),
            { signal },
          );
          expect(back.problems).toEqual([]);
          expect(back.properties.get('PidTagSubject')).toBe(subject);
          expect(back.properties.get('PidTagBody')).toBe(text);
          expect(back.properties.get(KEYWORDS)).toEqual(words.length === 0 ? undefined : words);
          expect(back.properties.get('PidLidNoteColor')).toBe(color);
          expect(back.properties.get('PidLidNoteWidth')).toBe(width);
        },
      ),
    );
  });
});

describe('changing a note', () => {
  it('changes the lines that are named and no other byte', async () => {
    const set = new PropertyBag()
      .set(tagged('PidTagSubject'), 'Shopping: Sunday')
      .set(named('PidLidNoteColor'), 4)
      .set(KEYWORDS, ['Home', 'Away, far'])
      .set(named('PidLidNoteWidth'), 300);
    const changed = await patch(FULL, set, ['PidLidNoteX']);
    expect(changed.unsaid).toEqual([]);
    expect(changed.text).toBe(
      FULL.replace('"Shopping: Saturday"', '"Shopping: Sunday"')
        .replace('green', 'white')
        .replace('  - Errands', '  - Away, far')
        .replace('x: 10\n', 'width: 300\n'),
    );
  });

  it('keeps a byte order mark and CRLF line ends', async () => {
    const text = `\ufeff${FULL.replaceAll('\n', '\r\n')}`;
    const { text: now } = await patch(text, new PropertyBag().set(named('PidLidNoteY'), 7));
    expect(now).toBe(text.replace('x: 10\r\n', 'x: 10\r\ny: 7\r\n'));
  });

  it('replaces the text below the header only', async () => {
    const { text } = await patch(FULL, new PropertyBag().set(tagged('PidTagBody'), 'New\n'));
    expect(text).toBe(FULL.replace('# Milk\n- [ ] two litres\n', 'New\n'));
  });

  it('gives a header to a note that has none, and a value to a key that has none', async () => {
    const set = new PropertyBag().set(named('PidLidNoteColor'), 0);
    expect((await patch('just text', set)).text).toBe('---\ncolor: blue\n---\n\njust text');
    expect((await patch('---\ncolor:\ntitle: a\n---\ntext', set)).text).toBe('---\ncolor: blue\ntitle: a\n---\ntext');
    expect((await patch('---\n---\ntext', set)).text).toBe('---\ncolor: blue\n---\ntext');
  });

  it('leaves what it cannot say, and a broken header, to core', async () => {
    const set = new PropertyBag().set(tagged('PidTagImportance'), 2).set(named('PidLidNoteX'), 1);
    expect((await patch(FULL, set)).unsaid).toEqual(['PidTagImportance']);
    const broken = '---\ntitle: [a\n---\n\ntext';
    expect(await patch(broken, set)).toEqual({ text: broken, unsaid: ['PidTagImportance', 'PidLidNoteX'] });
    expect((await patch('---\n{title: a}\n---\n', set)).unsaid).toEqual(['PidTagImportance', 'PidLidNoteX']);
  });

  it('says what was asked or names it as unsaid, and keeps unknown keys', async () => {
    const fronts = fc.constantFrom(
      '',
      'title: a\n',
      '# c\ntitle: |\n  two\n  lines\nz: 1\n',
      'tags: [a, b] # t\nz: 1\n',
      'title: >-\n  folded\n  text\n',
      '  title: in\n  z: 1\n',
      'tags:\n- a\n- b\nz: 1\n',
      '"title": q\nz: 1\n',
      'title: &a x\nz: *a\n',
      'color: !!str green\n',
    );
    await fc.assert(
      fc.asyncProperty(
        fronts,
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.constantFrom('\n', '\r\n'),
        async (front, title, lineEnd) => {
          const text = `---\n${front}---\nbody\n`.replaceAll('\n', lineEnd);
          const set = new PropertyBag().set(tagged('PidTagSubject'), title).set(KEYWORDS, ['p', 'q: r']);
          const changed = await patch(text, set);
          const back = await parse(changed.text);
          expect(changed.unsaid).toEqual([]);
          expect(back.problems).toEqual([]);
          expect(back.properties.get('PidTagSubject')).toBe(title);
          expect(back.properties.get(KEYWORDS)).toEqual(['p', 'q: r']);
          expect(back.properties.get('PidTagBody')).toBe(`body${lineEnd}`);
          expect(changed.text.includes('z: ')).toBe(text.includes('z: '));
        },
      ),
    );
  });
});
