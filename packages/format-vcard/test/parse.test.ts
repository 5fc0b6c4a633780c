import { describe, expect, it } from 'vitest';
import { vcard } from '../src/index.ts';
import { card, parse, patch, read, sample } from './corpus.ts';

const get = async (text: string | Uint8Array, ...names: string[]): Promise<unknown[]> => {
  const { properties } = await parse(text);
  return names.map((name) => properties.get(name));
};

describe('telephone numbers', () => {
  it.each([
    ['2.1', 'TEL;WORK;VOICE', 'PidTagBusinessTelephoneNumber'],
    ['3.0', 'TEL;TYPE=home', 'PidTagHomeTelephoneNumber'],
    ['3.0', 'TEL;TYPE=HOME;TYPE=FAX', 'PidTagHomeFaxNumber'],
    ['4.0', 'TEL;TYPE="work,fax"', 'PidTagBusinessFaxNumber'],
    ['3.0', 'TEL;TYPE=fax', 'PidTagPrimaryFaxNumber'],
    ['3.0', 'TEL;TYPE=work,cell', 'PidTagMobileTelephoneNumber'],
    ['3.0', 'TEL;TYPE=pager', 'PidTagPagerTelephoneNumber'],
    ['3.0', 'TEL;TYPE=car', 'PidTagCarTelephoneNumber'],
    ['3.0', 'TEL;TYPE=isdn', 'PidTagIsdnNumber'],
    ['2.1', 'TEL;PREF', 'PidTagPrimaryTelephoneNumber'],
    ['4.0', 'TEL;PREF=1', 'PidTagPrimaryTelephoneNumber'],
    ['3.0', 'TEL', 'PidTagOtherTelephoneNumber'],
    ['2.1', 'X-MS-TEL;VOICE;CALLBACK', 'PidTagCallbackTelephoneNumber'],
    ['3.0', 'X-MS-TEL;TYPE=RADIO', 'PidTagRadioTelephoneNumber'],
    ['3.0', 'TEL;TYPE=X-EVOLUTION-ASSISTANT', 'PidTagAssistantTelephoneNumber'],
    ['4.0', 'TEL;TYPE=main-number', 'PidTagCompanyMainTelephoneNumber'],
    ['4.0', 'TEL;TYPE=textphone', 'PidTagTelecommunicationsDeviceForDeafTelephoneNumber'],
    ['4.0', 'TEL;VALUE=uri;TYPE=home:tel', 'PidTagHomeTelephoneNumber'],
  ] as const)('%s %s is %s', async (version, head, name) => {
    expect(await get(card(version, `${head}:+49-30-1`), name)).toEqual(['+49-30-1']);
  });

  it('take a second slot by order, the preferred first, and stay in the card beyond that', async () => {
    const text = card('3.0', 'TEL;TYPE=home:1', 'TEL;TYPE=home:2', 'TEL;TYPE=home,pref:3');
    expect(
      await get(text, 'PidTagHomeTelephoneNumber', 'PidTagHome2TelephoneNumber', 'PidTagOtherTelephoneNumber'),
    ).toEqual(['3', '1', undefined]);
  });

  it('keep their slots when the first goes, and when only the second comes', async () => {
    const both = card('3.0', 'TEL;TYPE=work:1', 'TEL;TYPE=work:2', 'TEL;TYPE=work:3');
    const { bytes, unsaid } = await patch(both, {}, { remove: ['PidTagBusinessTelephoneNumber'] });
    expect([unsaid, bytes.toString()]).toEqual([
      [],
      both.replace('TYPE=work:1', 'TYPE=work;X-MAPISTORE-SLOT=tel-business:'),
    ]);
    expect(await get(bytes, 'PidTagBusinessTelephoneNumber', 'PidTagBusiness2TelephoneNumber')).toEqual([
      undefined,
      '2',
    ]);
    const only = await patch(card('3.0', 'FN:x'), { PidTagBusiness2TelephoneNumber: '5' });
    expect(only.bytes.toString()).toContain('TEL;TYPE=WORK,VOICE;X-MAPISTORE-SLOT=tel-business2:5\r\n');
    const again = await patch(only.bytes, { PidTagBusinessTelephoneNumber: '4' });
    expect(await get(again.bytes, 'PidTagBusinessTelephoneNumber', 'PidTagBusiness2TelephoneNumber')).toEqual([
      '4',
      '5',
    ]);
  });

  it('go by the label of their group', async () => {
    const text = card('3.0', 'item1.TEL:1', 'item1.X-ABLabel:_$!<AssistantPhone>!$_');
    expect(await get(text, 'PidTagAssistantTelephoneNumber')).toEqual(['1']);
    const { bytes } = await patch(text, {}, { remove: ['PidTagAssistantTelephoneNumber'] });
    expect(bytes.toString()).toBe(card('3.0'));
  });
});

describe('dates', () => {
  it.each([
    ['19800322', '1980-03-22T00:00:00Z', '1980-03-22T00:00:00Z'],
    ['1980-03-22', '1980-03-22T00:00:00Z', '1980-03-22T00:00:00Z'],
    ['1985-01-28T00:00:00Z', '1985-01-28T00:00:00Z', '1985-01-28T00:00:00Z'],
    ['1987-09-27T01:30:00+06:00', '1987-09-26T19:30:00Z', '1987-09-27T00:00:00Z'],
    ['20090808T1430-0500', '2009-08-08T19:30:00Z', '2009-08-08T00:00:00Z'],
    ['--0203', '1604-02-03T00:00:00Z', '1604-02-03T00:00:00Z'],
    ['--02-29', '1604-02-29T00:00:00Z', '1604-02-29T00:00:00Z'],
  ])('%s is read', async (text, instant, local) => {
    const found = await get(card('4.0', `BDAY:${text}`), 'PidTagBirthday', 'PidLidBirthdayLocal');
    expect(found).toEqual([new Date(instant), new Date(local)]);
  });

  it.each(['1985', '1985-04', '---12', '20230231', 'circa 1800', '19800101T99', ''])(
    '%s is not read and stays',
    async (text) => {
      const { properties, problems } = await parse(card('4.0', `BDAY:${text}`));
      expect(properties.get('PidTagBirthday')).toBeUndefined();
      expect(problems).toEqual(text === '' ? [] : ['A value of BDAY cannot be read; it stays in the card as it is.']);
    },
  );

  it('are written as they were, with a year or without', async () => {
    const birthday = { PidTagBirthday: new Date('1971-12-03T00:00:00Z') };
    expect((await patch(card('4.0', 'BDAY;VALUE=date:1980-03-22'), birthday)).bytes.toString()).toContain(
      'BDAY;VALUE=date:1971-12-03\r\n',
    );
    expect((await patch(card('4.0', 'BDAY;VALUE=text:spring'), birthday)).bytes.toString()).toContain(
      'BDAY:19711203\r\n',
    );
    const none = { PidTagBirthday: new Date('1604-12-03T00:00:00Z') };
    expect((await patch(card('4.0', 'BDAY:--0203'), none)).bytes.toString()).toContain('BDAY:--1203\r\n');
  });

  it('are the local day where midnight is elsewhere', async () => {
    const set = {
      PidTagBirthday: new Date('1980-03-21T23:00:00Z'),
      PidLidBirthdayLocal: new Date('1980-03-22T00:00:00Z'),
    };
    const { bytes, unsaid } = await patch(card('3.0', 'FN:x'), set);
    expect([unsaid, bytes.toString()]).toEqual([['PidTagBirthday'], card('3.0', 'FN:x', 'BDAY:1980-03-22')]);
  });
});

describe('addresses', () => {
  const text = card(
    '3.0',
    'ADR;TYPE=work,pref:;;Main St 1;Austin;TX;12345;USA',
    'ADR;TYPE=home:PO 1;Apt 2;Side St 3\\nRear;Rome;;;IT',
    'ADR:;;Lane 4;;;;',
  );

  it('go by type, the preferred one being for mail', async () => {
    expect(await get(text, 'PidLidWorkAddressStreet', 'PidTagHomeAddressStreet', 'PidTagOtherAddressStreet')).toEqual([
      'Main St 1',
      'Side St 3\r\nRear',
      'Lane 4',
    ]);
    expect(await get(text, 'PidLidPostalAddressId', 'PidTagStreetAddress', 'PidTagPostalAddress')).toEqual([
      2,
      'Main St 1',
      'Main St 1\r\nAustin, TX 12345\r\nUSA',
    ]);
    expect(await get(text, 'PidLidHomeAddress')).toEqual(['PO 1\r\nApt 2\r\nSide St 3\r\nRear\r\nRome\r\nIT']);
  });

  it('have their label in LABEL or in a parameter', async () => {
    expect(await get(card('2.1', 'LABEL;HOME;ENCODING=QUOTED-PRINTABLE:A=0D=0A=\r\nB'), 'PidLidHomeAddress')).toEqual([
      'A\r\nB',
    ]);
    const four = card('4.0', 'ADR;LABEL="A^nB";TYPE=home;CC=de:;;S;;;;');
    expect(await get(four, 'PidLidHomeAddress', 'PidLidHomeAddressCountryCode')).toEqual(['A\r\nB', 'de']);
    const { bytes } = await patch(four, { PidLidHomeAddress: 'A, "B"\r\nC^' });
    expect(bytes.toString()).toContain(`ADR;TYPE=home;CC=de;LABEL="A, ^'B^'^nC^^":;;S;;;;\r\n`);
  });

  it('keep the parts that are not changed byte for byte', async () => {
    const odd = card('3.0', 'item1.ADR;type=HOME;X-A=1:po\\;box;ext\\,;Street;a\\:b;;;;room;floor');
    const { bytes } = await patch(odd, { PidTagHomeAddressStreet: 'Neu; 2' });
    expect(bytes.toString()).toBe(odd.replace(';Street;', ';Neu\\; 2;'));
  });
});

describe('names and relations', () => {
  it.each([
    [
      'PidTagSpouseName',
      [
        'X-MS-SPOUSE:A',
        'X-EVOLUTION-SPOUSE:A',
        'RELATED;TYPE=spouse;VALUE=text:A',
        'i.X-ABRELATEDNAMES:A\r\ni.X-ABLabel:_$!<Spouse>!$_',
      ],
    ],
    ['PidTagManagerName', ['X-MS-MANAGER:A', 'X-KADDRESSBOOK-X-ManagersName:A']],
    ['PidTagAssistant', ['X-MS-ASSISTANT;N:A', 'X-ASSISTANT:A']],
    [
      'PidTagWeddingAnniversary',
      ['ANNIVERSARY:19960415', 'X-MS-ANNIVERSARY:19960415', 'i.X-ABDATE:1996-04-15\r\ni.X-ABLabel:_$!<Anniversary>!$_'],
    ],
    ['PidLidInstantMessagingAddress', ['IMPP:im:A', 'X-MS-IMADDRESS:A', 'X-JABBER:A']],
    ['PidLidFileUnder', ['X-MS-FILE-AS:A', 'X-EVOLUTION-FILE-AS:A']],
    ['PidTagHobbies', ['HOBBY:A', 'X-MS-INTERESTS:A']],
  ])('%s is read in every form and changed in the one that is there', async (name, forms) => {
    for (const form of forms) {
      const isDate = name.endsWith('Anniversary');
      const value = isDate ? new Date('2001-02-03T00:00:00Z') : 'New';
      expect([form, ...(await get(card('4.0', form), name))]).toEqual([
        form,
        isDate ? new Date('1996-04-15T00:00:00Z') : 'A',
      ]);
      const { bytes } = await patch(card('4.0', form), { [name]: value });
      expect(await get(bytes, name)).toEqual([value]);
      expect(bytes.toString().split('\r\n')).toHaveLength(card('4.0', form).split('\r\n').length);
    }
  });

  it('leave a reference to another card alone', async () => {
    expect(
      await get(
        card('4.0', 'RELATED;TYPE=spouse:urn:uuid:f81d4fae', 'RELATED;TYPE=child:urn:uuid:1'),
        'PidTagSpouseName',
        'PidTagChildrensNames',
      ),
    ).toEqual([undefined, undefined]);
  });

  it('make a name to be shown where there is no FN', async () => {
    expect(await get(card('2.1', 'N:Doe;Ann;;Dr.;Jr.'), 'PidTagDisplayName', 'PidLidFileUnder')).toEqual([
      'Ann Doe Jr.',
      'Doe, Ann',
    ]);
    expect(await get(card('2.1', 'ORG:Acme;Sales'), 'PidTagSubject')).toEqual(['Acme']);
  });

  it('take FN never out, since a card must have one', async () => {
    const text = card('3.0', 'FN:Ann');
    const { bytes, unsaid } = await patch(text, {}, { remove: ['PidTagDisplayName'] });
    expect([bytes.toString(), unsaid]).toEqual([text, ['PidTagDisplayName']]);
  });

  it('have no class where it is taken out', async () => {
    const { bytes, unsaid } = await patch(card('3.0', 'FN:x', 'CLASS:PRIVATE'), {}, { remove: ['PidTagSensitivity'] });
    expect([bytes.toString(), unsaid]).toEqual([card('3.0', 'FN:x'), []]);
  });

  it('leave a mail address in a directory to the overlay', async () => {
    const text = card('3.0', 'FN:x');
    const set = { PidLidEmail1AddressType: 'EX', PidLidEmail1EmailAddress: '/o=A/cn=ann' };
    const { bytes, unsaid } = await patch(text, set);
    expect([bytes.toString(), unsaid]).toEqual([text, Object.keys(set)]);
  });

  it('do not show a second note when the first is to go', async () => {
    const text = card('3.0', 'NOTE:one', 'NOTE:two');
    const { bytes, unsaid } = await patch(text, {}, { remove: ['PidTagBody'] });
    expect([bytes.toString(), unsaid]).toEqual([text, ['PidTagBody']]);
  });
});

describe('attachments', () => {
  it('are decoded from the card when they are opened, in part too', async () => {
    const { attachments } = await parse(card('2.1', 'FN:x', 'PHOTO;JPEG;ENCODING=BASE64:\r\n QUJDR\r\n EVG\r\n'));
    const [photo] = attachments;
    expect(photo?.properties.get('PidTagAttachMimeTag')).toBe('image/jpeg');
    expect(photo?.content?.size).toBe(6);
    if (photo?.content === undefined) throw new Error('no content');
    expect((await read(photo.content)).toString()).toBe('ABCDEF');
    const some: Uint8Array[] = [];
    for await (const chunk of photo.content.open({ signal: new AbortController().signal, range: { start: 2, end: 4 } }))
      some.push(chunk);
    expect(Buffer.concat(some).toString()).toBe('CD');
  });

  it('come from data URIs, and by reference', async () => {
    const { attachments, properties } = await parse(
      card(
        '4.0',
        'PHOTO:data:image/png;base64,QUJD',
        'LOGO;MEDIATYPE=image/gif:https://example.org/a\\,b.gif',
        'SOUND:data:audio/ogg,a%42c',
      ),
    );
    expect(
      attachments.map(({ properties: one }) => [
        one.get('PidTagAttachMethod'),
        one.get('PidTagAttachMimeTag'),
        one.get('PidTagAttachLongPathname'),
      ]),
    ).toEqual([
      [1, 'image/png', undefined],
      [7, 'image/gif', 'https://example.org/a,b.gif'],
      [1, 'audio/ogg', undefined],
    ]);
    const texts = await Promise.all(
      attachments.map(async ({ content }) => content && (await read(content)).toString()),
    );
    expect(texts).toEqual(['ABC', undefined, 'aBc']);
    expect([properties.get('PidLidHasPicture'), properties.get('PidTagHasAttachments')]).toEqual([true, true]);
  });
});

describe('a file', () => {
  it('says what is broken and reads the rest', async () => {
    const text = 'junk\nBEGIN:VCARD\nVERSION:3.0\nFN:Ann\nthis is no property\n:neither\nTITLE:t\n';
    const { properties, problems } = await parse(text);
    expect([properties.get('PidTagDisplayName'), properties.get('PidTagTitle')]).toEqual(['Ann', 't']);
    expect(problems).toEqual([
      'There are lines before BEGIN:VCARD.',
      'The card has no line END:VCARD.',
      '2 lines of the card are no properties and were passed over.',
    ]);
    const { bytes } = await patch(text.trimEnd(), { PidTagNickname: 'A' });
    expect(bytes.toString()).toBe(`${text}NICKNAME:A\n`);
  });

  it('is not changed where a line would then read otherwise', async () => {
    const text = card('2.1', 'TITLE:t', 'KEY;X509;ENCODING=BASE64:MAA=', '', ' odd');
    expect((await parse(text)).properties.get('PidTagTitle')).toBe('t');
    const { bytes, unsaid } = await patch(text, {}, { remove: ['PidTagUserX509Certificate'] });
    expect([bytes.toString(), unsaid]).toEqual([text, ['PidTagUserX509Certificate']]);
  });

  it('with more than one card is read and changed in the first', async () => {
    const text = card('3.0', 'FN:a') + card('3.0', 'FN:b');
    expect((await parse(text)).problems).toEqual(['The file holds more than one card; the first was read.']);
    expect((await patch(text, { PidTagDisplayName: 'c' })).bytes.toString()).toBe(text.replace('FN:a', 'FN:c'));
  });

  it('without a card is an empty contact and never changed', async () => {
    const { properties, problems } = await parse('BEGIN:VCALENDAR\nEND:VCALENDAR\n');
    expect([properties.get('PidTagDisplayName'), problems.length]).toEqual(['', 1]);
    const { bytes, unsaid } = await patch('nothing', { PidTagTitle: 'x' });
    expect([bytes.toString(), unsaid]).toEqual(['nothing', ['PidTagTitle']]);
  });

  it('gives list columns, its UID as it is meant', async () => {
    const head = vcard.head({ head: Buffer.from(card('3.0', 'FN:Ann', 'UID:a\\,b\\;c', 'CLASS:PRIVATE')) });
    expect(head).toMatchObject({
      messageClass: 'IPM.Contact',
      subject: 'Ann',
      uid: 'a,b;c',
      sensitivity: 2,
      hasAttachments: false,
    });
    expect(vcard.head({ head: sample('outlook-2007.vcf') })).toMatchObject({
      subject: 'Mr. Michael Angstadt Jr.',
      hasAttachments: true,
    });
    const cutHead = Buffer.from(card('3.0', 'FN:Ann', `NOTE:${'x'.repeat(70_000)}`)).subarray(0, 65_536);
    expect(vcard.head({ head: cutHead })).not.toHaveProperty('hasAttachments');
  });

  it('cuts a note that is longer than the limit', async () => {
    const { properties, problems } = await vcard.parse(
      {
        mediaType: 'text/vcard',
        async *open() {
          yield Buffer.from(card('3.0', 'FN:x', `NOTE:${'ä'.repeat(100)}`));
        },
      },
      { signal: new AbortController().signal, limits: { maxTextBytes: 11 } },
    );
    expect([properties.get('PidTagBody'), problems.length]).toEqual(['äääää', 1]);
  });
});
