import {
  isMultiple,
  type Property,
  PropertyBag,
  type PropertyType,
  type PropertyValue,
  propertyOfName,
  propertyOfTag,
  type Store,
  sameValue,
  singleType,
} from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Place, side } from '../memory.ts';
import { all } from '../support.ts';

const RUNS = process.env['MAPISTORE_TEST_FULL'] === '1' ? 400 : 40;

let place: Place;
let store: Store;
beforeEach(async () => {
  place = await Place.make();
  store = await place.mounted({ '/A': await side('aa'), '/B': await side('bb', { bytes: 'normalising' }) });
});
afterEach(() => place[Symbol.asyncDispose]());

const bytes = fc.uint8Array({ maxLength: 30 }).map((array) => new Uint8Array(array));
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('', 'a\r\nBcc: evil@example.org', '=?utf-8?q?x?=', 'x@example.org', '\0', ' ', '\ud800', 'RE: x'),
);
const SINGLE: Readonly<Partial<Record<PropertyType, fc.Arbitrary<unknown>>>> = {
  PtypInteger16: fc.integer({ min: -0x8000, max: 0x7fff }),
  PtypInteger32: fc.integer(),
  PtypFloating64: fc.integer(),
  PtypBoolean: fc.boolean(),
  PtypInteger64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  PtypCurrency: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  PtypString: text,
  PtypString8: text,
  PtypTime: fc.date({ min: new Date('1601-01-01'), max: new Date('2400-01-01'), noInvalidDate: true }),
  PtypGuid: fc.uuid(),
  PtypBinary: bytes,
  PtypObject: bytes,
};
/** Set through calls of their own, or forms and parts of something else. */
const APART =
  /^PidTag(?:Subject|SubjectPrefix|NormalizedSubject|Body|Html|BodyHtml|RtfCompressed|RtfInSync|NativeBody|MessageFlags|MessageDeliveryTime|MessageClass|AttachData\w+|Row[Ii]d)$/u;

const known: readonly Property[] = (Object.values(p) as readonly unknown[]).filter(
  (one): one is Property =>
    typeof one === 'object' && one !== null && 'type' in one && !APART.test((one as Property).name),
);
const property: fc.Arbitrary<Property> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...known) },
  { weight: 1, arbitrary: fc.integer({ min: 0x6600, max: 0x67ff }).map((id) => propertyOfTag(id, 'PtypBinary')) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.uuid(), fc.stringMatching(/^[A-Za-z]{1,20}$/u))
      .map(([set, key]) => propertyOfName(set, key)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.uuid(), fc.nat(0xffff)).map(([set, key]) => propertyOfName(set, key, 'PtypInteger32')),
  },
);
const entry = property
  .filter(({ type }) => SINGLE[singleType(type)] !== undefined)
  .chain((one) => {
    const value = SINGLE[singleType(one.type)] as fc.Arbitrary<unknown>;
    const whole = isMultiple(one.type) ? fc.array(value, { minLength: 1, maxLength: 4 }) : value;
    return whole.map((given) => ({ property: one, value: given as PropertyValue }));
  });
const bag = fc.array(entry, { maxLength: 12 }).map((entries) => PropertyBag.of(entries));
const message = fc.record({
  bag,
  subject: text,
  body: fc.option(text),
  recipients: fc.array(bag, { maxLength: 4 }),
  attachments: fc.array(fc.record({ bag, content: fc.option(bytes), name: fc.option(text) }), { maxLength: 3 }),
});

/** What differs, by name; a fault says which property of which part. */
function differences(where: string, wanted: PropertyBag, found: PropertyBag): readonly string[] {
  return [...wanted].flatMap(({ property: { name }, value }) =>
    sameValue(found.entry(name)?.value, value)
      ? []
      : [`${where} ${name}: ${String(value)} is ${String(found.entry(name)?.value)}`],
  );
}

it(`any message comes back the same after its save, moves there and back, a copy, and being restored (${RUNS} messages)`, {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(message, async (wanted) => {
      const made = await store.messages.create('/A');
      const problems = await made.set(wanted.bag);
      const refused = new Set(problems.map((one) => one.property.name));
      const set = PropertyBag.of([...wanted.bag].filter((one) => !refused.has(one.property.name)));
      await made.set(p.PidTagSubject, wanted.subject);
      if (wanted.body !== null) await made.set(p.PidTagBody, wanted.body);
      made.recipients.modify(wanted.recipients.map((properties, rowId) => ({ rowId, properties })));
      const attached: PropertyBag[] = [];
      for (const one of wanted.attachments) {
        const attachment = made.attachments.create();
        const failed = new Set((await attachment.set(one.bag)).map((problem) => problem.property.name));
        if (one.name !== null) await attachment.set(p.PidTagAttachLongFilename, one.name);
        await attachment.set(p.PidTagAttachMethod, 1);
        if (one.content !== null) await attachment.set(p.PidTagAttachDataBinary, one.content);
        await attachment.saveChanges();
        const kept = PropertyBag.of(
          [...one.bag].filter(
            ({ property: { name } }) =>
              !failed.has(name) && name !== 'PidTagAttachMethod' && name !== 'PidTagAttachLongFilename',
          ),
        );
        attached.push(kept);
      }
      await made.saveChanges();
      const check = async (id: string, step: string): Promise<void> => {
        await using again = await store.messages.open(id, { mode: 'read', softDeleted: true });
        const found = await again.getAll();
        expect(differences(step, set, found)).toEqual([]);
        expect(found.get(p.PidTagSubject)).toBe(wanted.subject);
        if (wanted.body !== null) expect(found.get(p.PidTagBody)).toBe(wanted.body);
        const rows = again.recipients.list();
        expect(rows).toHaveLength(wanted.recipients.length);
        for (const [index, row] of rows.entries())
          expect(
            differences(`${step} recipient ${index}`, without(wanted.recipients[index] as PropertyBag), row.properties),
          ).toEqual([]);
        const files = again.attachments.list();
        expect(files).toHaveLength(attached.length);
        for (const [index, file] of files.entries()) {
          expect(differences(`${step} attachment ${index}`, attached[index] as PropertyBag, file.properties)).toEqual(
            [],
          );
          const content = await again.attachments.open(file.number).get(p.PidTagAttachDataBinary);
          expect(content === undefined ? null : Buffer.from(content)).toEqual(
            wanted.attachments[index]?.content == null ? null : Buffer.from(wanted.attachments[index].content),
          );
        }
      };
      const id = made.id as string;
      await made[Symbol.asyncDispose]();
      await check(id, 'saved');
      for (const to of ['/B', '/A']) {
        await all(store.move([id], to));
        await check(id, `moved to ${to}`);
      }
      const [{ newId = '' } = {}] = await all(store.copy([id], '/B'));
      await all(store.remove([id], { soft: true }));
      await check(id, 'deleted');
      await all(store.restore([id]));
      await check(id, 'restored');
      await check(newId, 'copied');
      await all(store.remove([id, newId]));
    }),
    { numRuns: RUNS },
  );
});

/** Row ids are the table's own. */
function without(properties: PropertyBag): PropertyBag {
  return PropertyBag.of([...properties].filter(({ property: { name } }) => !/^PidTagRow[Ii]d$/u.test(name)));
}
