import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { splitVcards, vcard } from '../src/index.ts';
import { ROWS } from '../src/mapping/rows.ts';
import { cards, corpusFile, once, parse, render, sample, samples } from './corpus.ts';

describe('every card of the corpus', async () => {
  it.each(await cards(100))('$name is read, its columns too', async ({ bytes }) => {
    const { properties, attachments } = await parse(bytes);
    const head = vcard.head({ head: bytes.subarray(0, 65_536) });
    expect(head).toMatchObject({
      messageClass: properties.get('PidTagMessageClass'),
      subject: properties.get('PidTagSubject'),
      normalizedSubject: properties.get('PidTagNormalizedSubject'),
      sensitivity: properties.get('PidTagSensitivity'),
      hasAttachments: attachments.length > 0,
    });
    expect(head.uid).toBe(properties.get('PS_PUBLIC_STRINGS#urn:schemas:contacts:uid'));
    expect(head.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the example of RFC 6350', () => {
  it('says the same as its form in JSON (RFC 7095)', async () => {
    const { properties } = await parse(sample('rfc6350-example.vcf'));
    const json = corpusFile('ez-vcard/ezvcard/io/json/jcard-example.json')?.toString() ?? '["vcard", []]';
    const [, lines] = JSON.parse(json) as [string, [string, Record<string, unknown>, string, unknown][]];
    const jcard = new Map(lines.map(([name, , , value]) => [name, value]));
    const get = (...names: string[]): unknown[] => names.map((name) => properties.get(name) ?? '');
    expect(get('PidTagDisplayName', 'PidTagSurname', 'PidTagGivenName', 'PidTagGeneration')).toEqual([
      'Simon Perreault',
      'Perreault',
      'Simon',
      'ing. jr,M.Sc.',
    ]);
    expect(
      get(
        'PidLidWorkAddressStreet',
        'PidLidWorkAddressCity',
        'PidLidWorkAddressState',
        'PidLidWorkAddressPostalCode',
        'PidLidWorkAddressCountry',
      ),
    ).toEqual(['2875 Laurier', 'Quebec', 'QC', 'G1V 2M2', 'Canada']);
    expect(get('PidTagBusinessTelephoneNumber', 'PidTagMobileTelephoneNumber')).toEqual([
      '+1-418-656-9254;ext=102',
      '+1-418-262-6501',
    ]);
    expect(get('PidTagWeddingAnniversary', 'PidTagBirthday')).toEqual([
      new Date('2009-08-08T19:30:00Z'),
      new Date('1604-02-03T00:00:00Z'),
    ]);
    if (jcard.size === 0) return;
    expect(get('PidTagDisplayName', 'PidTagCompanyName', 'PidLidEmail1EmailAddress', 'PidTagPersonalHomePage')).toEqual(
      ['fn', 'org', 'email', 'url'].map((name) => jcard.get(name)),
    );
    const adr = jcard.get('adr') as string[];
    expect(get('PidTagOfficeLocation', 'PidLidWorkAddressStreet', 'PidLidWorkAddressCity')).toEqual(adr.slice(1, 4));
  });
});

interface Other {
  readonly fn: string | null;
  readonly title: string | null;
  readonly note: string | null;
  readonly role: string | null;
  readonly uid: string | null;
  readonly n?: string[];
  readonly org: string[];
  readonly email: string[];
  readonly tel: string[];
}

/** Files that vobject gives up on, with what it says; all are read here. */
const UNREAD: Readonly<Record<string, string>> = {
  'John_Doe_ANDROID.vcf': 'base64 of a length it does not take',
  'John_Doe_LOTUS_NOTES.vcf': 'PROFILE in a card',
  'vcard-antoni-outlook2003.vcf': 'quoted-printable that is no UTF-8',
  'vcard-antoni-outlook2003-valueurl.vcf': 'quoted-printable that is no UTF-8',
  'vcard-vCards-SAP.vcf': 'text that is no UTF-8',
  'vcard-incompletenproperty.vcf': 'white space behind END:VCARD',
  'vcard-dirk-whitespaceafterbegin.vcf': 'white space behind BEGIN:VCARD',
};
/** Values that vobject reads otherwise, with the reason why they are right here. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'John_Doe_GMAIL.vcf fn': 'it ends at a comma without a backslash',
  'John_Doe_MS_OUTLOOK.vcf note': 'it ends at a comma, which needs no backslash in vCard 2.1',
  'John_Doe_MAC_ADDRESS_BOOK.vcf note': 'it keeps the backslash that Apple puts before a colon',
  'outlook-2003.vcf company': 'it is parted at a comma, which needs no backslash in vCard 2.1',
};

const PYTHON = '/usr/bin/python3';
const hasOracle = spawnSync(PYTHON, ['-c', 'import vobject']).status === 0;
if (!hasOracle) console.log('No python3-vobject: cards are not compared with what it reads.');

describe.runIf(hasOracle)('an independent reader', () => {
  const files = samples().filter(({ name }) => name.endsWith('.vcf') && UNREAD[path.basename(name)] === undefined);

  const readByOther = (bytes: Uint8Array): Other[] => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'mapistore-vcard-'));
    const file = path.join(folder, 'cards.vcf');
    writeFileSync(file, bytes);
    const oracle = path.join(import.meta.dirname, 'oracle.py');
    const { stdout, stderr } = spawnSync(PYTHON, [oracle, file], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    rmSync(folder, { recursive: true });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as Other[];
  };

  it('reads every card that is written', async () => {
    const written: Buffer[] = [];
    const names: string[] = [];
    for (const { bytes } of await cards(100)) {
      const item = await parse(bytes);
      written.push(await render(item));
      names.push(plain(item.properties.text('PidTagDisplayName')));
    }
    expect(readByOther(Buffer.concat(written)).map(({ fn }) => plain(fn))).toEqual(names);
  });

  it.each(files)('reads the same in $name', async ({ name, bytes }) => {
    const others = readByOther(bytes);
    const slices = await Array.fromAsync(splitVcards(once(bytes)));
    // What is no card is one slice here and one component there.
    expect(slices).toHaveLength(others.length);
    for (const [at, { bytes: one }] of slices.entries()) {
      const { properties } = await parse(one);
      const other = others[at];
      if (other === undefined || !Buffer.from(one).toString('latin1').toUpperCase().includes('BEGIN:VCARD')) continue;
      const ours = (property: string): string => plain(properties.text(property));
      const same = (what: string, property: string, theirs: string | null | undefined): void => {
        if (DIFFERENT[`${path.basename(name)} ${what}`] === undefined)
          expect([what, ours(property)]).toEqual([what, plain(theirs)]);
      };
      if (other.fn) same('fn', 'PidTagDisplayName', other.fn);
      same('title', 'PidTagTitle', other.title);
      same('role', 'PidTagProfession', other.role ?? (ours('PidTagProfession') || null));
      same('note', 'PidTagBody', other.note);
      same('uid', 'PS_PUBLIC_STRINGS#urn:schemas:contacts:uid', other.uid);
      const names = [
        'PidTagSurname',
        'PidTagGivenName',
        'PidTagMiddleName',
        'PidTagDisplayNamePrefix',
        'PidTagGeneration',
      ];
      for (const [part, property] of names.entries()) same(property, property, other.n?.[part]);
      same('company', 'PidTagCompanyName', other.org[0]);
      same('department', 'PidTagDepartmentName', other.org[1]);
      const mails = [1, 2, 3].map((number) => ours(`PidLidEmail${number}EmailAddress`)).filter((mail) => mail !== '');
      expect(mails.length).toBe(Math.min(3, other.email.filter((mail) => mail !== '').length));
      expect(other.email).toEqual(expect.arrayContaining(mails));
      const numbers = ROWS.filter(({ places }) => places.some(({ slot }) => slot?.startsWith('tel-'))).map(
        ({ property }) => ours(property.name),
      );
      const theirs = other.tel.map((number) => plain(number.replace(/^tel:/, '')));
      const said = numbers.filter((number) => number !== '' && !Buffer.from(one).includes('X-MS-TEL'));
      expect(theirs).toEqual(expect.arrayContaining(said));
    }
  });
});

function plain(text: string | null | undefined): string {
  return (text ?? '').replace(/\r\n/g, '\n').trim();
}
