import { named, type Property, stringNamed, tagged } from '@mapistore/core';
import type { Version } from '../lines/escapes.ts';
import {
  address,
  type Codec,
  gender,
  lines,
  messenger,
  phone,
  position,
  postalAddress,
  sensitivity,
  text,
  uri,
} from './codecs.ts';
import { instant, localDay, moment } from './dates.ts';
import { type Form, typed } from './slots.ts';

/** Where a property stands: a line by name or slot, and in it the value, a part of it or a parameter. */
export interface Place {
  readonly name?: string;
  readonly slot?: string;
  /** What the group's X-ABLabel says, or a word of TYPE: the line counts only so. Lower case. */
  readonly word?: string;
  /** From 0, where the value has parts. */
  readonly component?: number;
  readonly parameter?: string;
  /** Only where the value is text and no reference (RFC 6350 s.6.6.6). */
  readonly textOnly?: boolean;
}

/** How a property is written where nothing of it is there yet. */
export interface NewLine extends Form {
  /** Set in that parameter, on the line of `slot` if there is one. */
  readonly parameter?: string;
  readonly component?: number;
  /** How many parts an empty value has. */
  readonly parts?: number;
  /** The slot that the line is meant to take. */
  readonly slot?: string;
}

/** One property, where it is read from (the first place that says something counts) and how it is written. */
export interface Row {
  readonly property: Property;
  readonly codec: Codec;
  readonly places: readonly Place[];
  readonly forms: Partial<Readonly<Record<Version, NewLine>>>;
}

const VERSIONS: readonly Version[] = ['2.1', '3.0', '4.0'];

/** String-named properties of what MAPI has no property for, named as Exchange names those of calendars. */
export const UID: Property = stringNamed('PS_PUBLIC_STRINGS', 'urn:schemas:contacts:uid');
const GEO = stringNamed('PS_PUBLIC_STRINGS', 'urn:schemas:contacts:geo');
const TIME_ZONE = stringNamed('PS_PUBLIC_STRINGS', 'urn:schemas:contacts:timezone');

function everywhere(form: NewLine): Record<Version, NewLine> {
  return { '2.1': form, '3.0': form, '4.0': form };
}

/** A property with a line of its own, read under other names too. */
function simple(name: string, line: string, { codec = text, also = [] }: Partial<Also> = {}): Row {
  const places = [line, ...also].map((other) => (typeof other === 'string' ? { name: other } : other));
  return { property: propertyOf(name), codec, places, forms: everywhere({ name: line }) };
}

interface Also {
  readonly codec: Codec;
  readonly also: readonly (string | Place)[];
}

function parts(line: string, count: number, names: readonly string[]): Row[] {
  return names.map((name, component) => ({
    property: tagged(name),
    codec: text,
    places: [{ name: line, component }],
    forms: everywhere({ name: line, component, parts: count }),
  }));
}

function slotted(name: string, slot: string, codec: Codec, forms: Readonly<Record<Version, Form>>): Row {
  const written = VERSIONS.map((version) => [version, { ...forms[version], slot }] as const);
  return { property: propertyOf(name), codec, places: [{ slot }], forms: Object.fromEntries(written) };
}

function tel(name: string, slot: string, ...types: string[]): Row {
  return slotted(name, `tel-${slot}`, phone, typed('TEL', ...types));
}

function msTel(name: string, slot: string, type: string): Row {
  return slotted(name, `tel-${slot}`, phone, typed('X-MS-TEL', type));
}

/** The parts of an address in the order of ADR; the second, the extended address, has no property of its own. */
const ADDRESS_PARTS = [
  ['PostOfficeBox', 0],
  ['Street', 2],
  ['City', 3],
  ['StateOrProvince', 4],
  ['PostalCode', 5],
  ['Country', 6],
] as const;
const PARTS_OF_ADR = 7;

function addressRows(place: 'home' | 'work' | 'other'): Row[] {
  const prefix = `${place[0]?.toUpperCase()}${place.slice(1)}Address`;
  const slot = `adr-${place}`;
  const adr = place === 'other' ? other('ADR') : typed('ADR', place);
  const label = place === 'other' ? other('LABEL') : typed('LABEL', place);
  const adrForm = (version: Version, extra: Partial<NewLine>): NewLine => ({
    ...adr[version],
    slot,
    parts: PARTS_OF_ADR,
    ...extra,
  });
  return [
    ...ADDRESS_PARTS.map(([part, component]): Row => {
      const short = part === 'StateOrProvince' ? 'State' : part;
      const property = place === 'work' ? named(`PidLid${prefix}${short}`) : tagged(`PidTag${prefix}${part}`);
      const forms = Object.fromEntries(VERSIONS.map((version) => [version, adrForm(version, { component })]));
      return { property, codec: component === 2 ? lines : text, places: [{ slot, component }], forms };
    }),
    {
      property: named(`PidLid${prefix}CountryCode`),
      codec: text,
      places: [{ slot, parameter: 'CC' }],
      forms: { '4.0': adrForm('4.0', { parameter: 'CC' }) },
    },
    {
      property: named(`PidLid${prefix}`),
      codec: lines,
      places: [{ slot, parameter: 'LABEL' }, { slot: `label-${place}` }],
      forms: {
        '2.1': { ...label['2.1'], slot: `label-${place}` },
        '3.0': { ...label['3.0'], slot: `label-${place}` },
        '4.0': adrForm('4.0', { parameter: 'LABEL' }),
      },
    },
  ];
}

/** An address that is neither at home nor at work: untyped in 4.0; before, untyped would mean work (RFC 2426 s.3.2.1). */
function other(name: string): Record<Version, Form> {
  return { ...typed(name, 'postal'), '4.0': { name } };
}

function person(name: string, line: string, word: string, also: readonly string[]): Row {
  return simple(name, line, {
    also: [...also, { name: 'X-ABRELATEDNAMES', word }, { name: 'RELATED', word, textOnly: true }],
  });
}

function propertyOf(name: string): Property {
  return name.startsWith('PidLid') ? named(name) : tagged(name);
}

const ANNIVERSARY: readonly Place[] = [
  { name: 'ANNIVERSARY' },
  { name: 'X-MS-ANNIVERSARY' },
  { name: 'X-ANNIVERSARY' },
  { name: 'X-EVOLUTION-ANNIVERSARY' },
  { name: 'X-ABDATE', word: 'anniversary' },
  { name: 'X-KADDRESSBOOK-X-ANNIVERSARY' },
];
const ANNIVERSARY_FORMS: Row['forms'] = {
  '2.1': { name: 'X-MS-ANNIVERSARY' },
  '3.0': { name: 'X-MS-ANNIVERSARY' },
  '4.0': { name: 'ANNIVERSARY' },
};

/**
 * Every property of a contact that a card can say, with its places ([MS-OXVCARD], RFC 6350, and the X- forms of
 * Outlook, Evolution, Apple and KDE), in the order they are written. `head`, `parse`, `render` and `patch` go by it alone.
 */
export const ROWS: readonly Row[] = [
  simple('PidTagDisplayName', 'FN'),
  ...parts('N', 5, [
    'PidTagSurname',
    'PidTagGivenName',
    'PidTagMiddleName',
    'PidTagDisplayNamePrefix',
    'PidTagGeneration',
  ]),
  simple('PidTagNickname', 'NICKNAME'),
  simple('PidLidFileUnder', 'X-MS-FILE-AS', { also: ['X-EVOLUTION-FILE-AS', 'X-FILE-AS'] }),
  simple('PidLidYomiFirstName', 'X-PHONETIC-FIRST-NAME'),
  simple('PidLidYomiLastName', 'X-PHONETIC-LAST-NAME'),
  simple('PidLidYomiCompanyName', 'X-PHONETIC-ORG'),
  ...parts('ORG', 1, ['PidTagCompanyName', 'PidTagDepartmentName']),
  {
    property: tagged('PidTagOfficeLocation'),
    codec: text,
    places: [{ name: 'ORG', component: 2 }, { slot: 'adr-work', component: 1 }, { name: 'X-KADDRESSBOOK-X-OFFICE' }],
    forms: everywhere({ name: 'ORG', component: 2, parts: 3 }),
  },
  simple('PidTagTitle', 'TITLE'),
  simple('PidTagProfession', 'ROLE', { also: ['X-KADDRESSBOOK-X-PROFESSION'] }),
  tel('PidTagBusinessTelephoneNumber', 'business', 'work', 'voice'),
  tel('PidTagBusiness2TelephoneNumber', 'business2', 'work', 'voice'),
  tel('PidTagHomeTelephoneNumber', 'home', 'home', 'voice'),
  tel('PidTagHome2TelephoneNumber', 'home2', 'home', 'voice'),
  tel('PidTagMobileTelephoneNumber', 'mobile', 'cell'),
  tel('PidTagBusinessFaxNumber', 'business-fax', 'work', 'fax'),
  tel('PidTagHomeFaxNumber', 'home-fax', 'home', 'fax'),
  tel('PidTagPrimaryFaxNumber', 'primary-fax', 'fax'),
  tel('PidTagPagerTelephoneNumber', 'pager', 'pager'),
  tel('PidTagCarTelephoneNumber', 'car', 'car'),
  tel('PidTagIsdnNumber', 'isdn', 'isdn'),
  {
    ...tel('PidTagPrimaryTelephoneNumber', 'primary', 'pref'),
    forms: {
      ...tel('PidTagPrimaryTelephoneNumber', 'primary', 'pref').forms,
      '4.0': { name: 'TEL', parameters: ['PREF=1'], slot: 'tel-primary' },
    },
  },
  tel('PidTagOtherTelephoneNumber', 'other', 'voice'),
  msTel('PidTagCallbackTelephoneNumber', 'callback', 'callback'),
  msTel('PidTagRadioTelephoneNumber', 'radio', 'radio'),
  msTel('PidTagAssistantTelephoneNumber', 'assistant', 'assistant'),
  msTel('PidTagCompanyMainTelephoneNumber', 'company', 'company'),
  msTel('PidTagTelecommunicationsDeviceForDeafTelephoneNumber', 'ttytdd', 'ttytdd'),
  msTel('PidTagTelexNumber', 'telex', 'telex'),
  ...[1, 2, 3].map((number) =>
    slotted(`PidLidEmail${number}EmailAddress`, `email-${number}`, address, {
      ...typed('EMAIL', 'internet'),
      '4.0': { name: 'EMAIL' },
    }),
  ),
  {
    ...simple('PidLidInstantMessagingAddress', 'X-MS-IMADDRESS', {
      codec: messenger,
      also: ['IMPP', 'X-KADDRESSBOOK-X-IMADDRESS', 'X-JABBER', 'X-SKYPE', 'X-MSN', 'X-AIM', 'X-YAHOO', 'X-ICQ'],
    }),
    forms: { '2.1': { name: 'X-MS-IMADDRESS' }, '3.0': { name: 'X-MS-IMADDRESS' }, '4.0': { name: 'IMPP' } },
  },
  ...addressRows('work'),
  ...addressRows('home'),
  ...addressRows('other'),
  simple('PidLidPostalAddressId', 'X-MS-OL-DEFAULT-POSTAL-ADDRESS', { codec: postalAddress }),
  slotted('PidTagBusinessHomePage', 'url-work', uri, typed('URL', 'work')),
  slotted('PidTagPersonalHomePage', 'url-home', uri, typed('URL', 'home')),
  simple('PidLidFreeBusyLocation', 'FBURL', { codec: uri }),
  simple('PidTagBirthday', 'BDAY', { codec: instant }),
  simple('PidLidBirthdayLocal', 'BDAY', { codec: localDay }),
  { property: tagged('PidTagWeddingAnniversary'), codec: instant, places: ANNIVERSARY, forms: ANNIVERSARY_FORMS },
  { property: named('PidLidWeddingAnniversaryLocal'), codec: localDay, places: ANNIVERSARY, forms: ANNIVERSARY_FORMS },
  person('PidTagSpouseName', 'X-MS-SPOUSE', 'spouse', [
    'X-SPOUSE',
    'X-EVOLUTION-SPOUSE',
    'X-KADDRESSBOOK-X-SPOUSESNAME',
  ]),
  person('PidTagManagerName', 'X-MS-MANAGER', 'manager', [
    'X-MANAGER',
    'X-EVOLUTION-MANAGER',
    'X-KADDRESSBOOK-X-MANAGERSNAME',
  ]),
  person('PidTagAssistant', 'X-MS-ASSISTANT', 'assistant', [
    'X-ASSISTANT',
    'X-EVOLUTION-ASSISTANT',
    'X-KADDRESSBOOK-X-ASSISTANTSNAME',
  ]),
  {
    ...simple('PidTagHobbies', 'X-MS-INTERESTS', { also: ['HOBBY', 'INTEREST'] }),
    forms: { '2.1': { name: 'X-MS-INTERESTS' }, '3.0': { name: 'X-MS-INTERESTS' }, '4.0': { name: 'HOBBY' } },
  },
  {
    ...simple('PidTagGender', 'GENDER', { codec: gender }),
    places: [{ name: 'GENDER', component: 0 }, { name: 'X-GENDER' }],
    forms: {
      '2.1': { name: 'X-GENDER' },
      '3.0': { name: 'X-GENDER' },
      '4.0': { name: 'GENDER', component: 0, parts: 1 },
    },
  },
  {
    ...simple('PidTagLanguage', 'LANG', { also: ['X-LANG'] }),
    forms: { '2.1': { name: 'X-LANG' }, '3.0': { name: 'X-LANG' }, '4.0': { name: 'LANG' } },
  },
  { ...simple('PidTagComment', 'GEO', { codec: position }), property: GEO },
  { ...simple('PidTagComment', 'TZ'), property: TIME_ZONE },
  simple('PidTagSensitivity', 'CLASS', { codec: sensitivity }),
  ...[1, 2, 3, 4].map((number) =>
    slotted(`PidLidContactUserField${number}`, `text-${number}`, text, everywhere({ name: 'X-MS-TEXT' })),
  ),
  simple('PidTagBody', 'NOTE', { codec: lines }),
  { ...simple('PidTagComment', 'UID'), property: UID },
  // RFC 9554 s.3.1, for 4.0 alone.
  { ...simple('PidTagCreationTime', 'CREATED', { codec: moment }), forms: { '4.0': { name: 'CREATED' } } },
  simple('PidTagLastModificationTime', 'REV', { codec: moment }),
];

/** Rows by the canonical name of their property. */
export const ROW_OF: ReadonlyMap<string, Row> = new Map(ROWS.map((row) => [row.property.name, row]));
