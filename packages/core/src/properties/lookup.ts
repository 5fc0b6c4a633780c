import * as LIDS from './lids.ts';
import * as NAMES from './names.ts';
import { PROPERTY_SETS, type PropertySet } from './sets.ts';
import * as TAGS from './tags.ts';
import { type NamedProperty, PROPERTY_TYPES, type Property, type PropertyType, type TaggedProperty } from './types.ts';

/** Name of a property with a fixed id that [MS-OXPROPS] has. */
export type TagName = keyof typeof TAGS;
/** Name of a number-named property that [MS-OXPROPS] has. */
export type LidName = keyof typeof LIDS;

const TAGGED: ReadonlyMap<string, TaggedProperty> = new Map(Object.entries(TAGS));
const NAMED: ReadonlyMap<string, NamedProperty> = new Map(Object.entries(LIDS));
const STRINGS: ReadonlyMap<string, NamedProperty> = new Map(Object.values(NAMES).map((one) => [one.name, one]));
const BY_ID: ReadonlyMap<string, TaggedProperty> = new Map(Object.values(TAGS).map((one) => [tagKey(one), one]));
const BY_LID: ReadonlyMap<string, NamedProperty> = new Map(
  Object.values(LIDS).map((one) => [`${one.set}@${one.key}`, one]),
);
const SET_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(PROPERTY_SETS).map(([name, guid]) => [guid, name]),
);
const TYPE_NAMES: ReadonlyMap<number, PropertyType> = new Map(
  Object.entries(PROPERTY_TYPES).map(([name, code]) => [code, name as PropertyType]),
);
/** [MS-OXCPRPT] 2.2.12: names longer than this are refused by every store; they also have to fit a column. */
const MAX_NAME = 127;
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u;

function tagKey({ id, type }: Pick<TaggedProperty, 'id' | 'type'>): string {
  return `${id}:${PROPERTY_TYPES[type]}`;
}

/** A property with a fixed id by its canonical name. @throws TypeError for a name [MS-OXPROPS] does not have */
export function tagged<N extends TagName>(name: N): (typeof TAGS)[N];
export function tagged(name: string): TaggedProperty;
export function tagged(name: string): TaggedProperty {
  const property = TAGGED.get(name);
  if (property === undefined) throw new TypeError(`[MS-OXPROPS] has no property called "${name}".`);
  return property;
}

/** A number-named property by its canonical name. @throws TypeError for a name [MS-OXPROPS] does not have */
export function named<N extends LidName>(name: N): (typeof LIDS)[N];
export function named(name: string): NamedProperty;
export function named(name: string): NamedProperty {
  const property = NAMED.get(name);
  if (property === undefined) throw new TypeError(`[MS-OXPROPS] has no named property called "${name}".`);
  return property;
}

/**
 * A string-named property of any set, such as a header in PS_INTERNET_HEADERS ([MS-OXCMAIL] 2.2.3.2.15). Without a type
 * it has the one of [MS-OXPROPS], or is a PtypString.
 */
export function stringNamed(set: PropertySet, key: string, type?: PropertyType): NamedProperty {
  const name = `${set}#${key}`;
  const known = STRINGS.get(name);
  if (known !== undefined && (type === undefined || type === known.type)) return known;
  return { name, set: PROPERTY_SETS[set], key, type: type ?? 'PtypString' };
}

/**
 * A property by the tag that stands on the wire: id and type. One that [MS-OXPROPS] does not have is called by its tag.
 * @throws TypeError for an id outside 0x0001–0x7FFF that no such property has: above, ids are mapped from names
 */
export function propertyOfTag(id: number, type: PropertyType): TaggedProperty {
  const known = BY_ID.get(tagKey({ id, type }));
  if (known !== undefined) return known;
  if (!Number.isInteger(id) || id < 1 || id > 0x7fff)
    throw new TypeError(`A property with a fixed id has one from 0x0001 to 0x7fff, not ${id}.`);
  const code = PROPERTY_TYPES[type].toString(16).padStart(4, '0');
  return { name: `0x${id.toString(16).padStart(4, '0')}${code}`, id, type };
}

/** The canonical property that a tag of another text type stands for; undefined where there is none. */
export function sameTag(property: Property): Property | undefined {
  // A few properties are 8-bit text themselves, under an id that another one has too.
  if (!('id' in property) || TAGGED.get(property.name)?.type === property.type) return undefined;
  const type = OTHER_TEXT[property.type];
  return type === undefined ? undefined : BY_ID.get(tagKey({ id: property.id, type }));
}

const OTHER_TEXT: Readonly<Partial<Record<PropertyType, PropertyType>>> = {
  PtypString8: 'PtypString',
  PtypMultipleString8: 'PtypMultipleString',
};

/**
 * The named property of a set and a number or string, with its canonical name where [MS-OXPROPS] or the set gives one.
 * Names in PS_INTERNET_HEADERS are lower case ([MS-OXCPRPT] 3.2.5.10).
 * @throws TypeError for what is no GUID, no 32-bit number, or a name that is empty or longer than 127 characters
 */
export function propertyOfName(set: string, key: number | string, type?: PropertyType): NamedProperty {
  const guid = set.toLowerCase();
  if (!GUID.test(guid)) throw new TypeError(`A property set is named by a GUID, not by "${set}".`);
  const label = SET_NAMES.get(guid) ?? guid;
  if (typeof key === 'number') {
    if (!Number.isInteger(key) || key < 0 || key > 0xffff_ffff)
      throw new TypeError(`A long id is a number of 32 bits, not ${key}.`);
    const known = BY_LID.get(`${guid}@${key}`);
    if (known !== undefined) return type === undefined || type === known.type ? known : { ...known, type };
    const name = `${label}@0x${key.toString(16).padStart(4, '0')}`;
    return { name, set: guid, key, type: type ?? 'PtypUnspecified' };
  }
  if (key === '' || key.length > MAX_NAME || !key.isWellFormed() || key.includes('\0'))
    throw new TypeError(`A property name has 1 to ${MAX_NAME} characters.`);
  const folded = guid === PROPERTY_SETS.PS_INTERNET_HEADERS ? key.toLowerCase() : key;
  const name = `${label}#${folded}`;
  const known = STRINGS.get(name);
  if (known !== undefined && (type === undefined || type === known.type)) return known;
  return { name, set: guid, key: folded, type: type ?? 'PtypString' };
}

/**
 * The property of a canonical name: `PidTag…`, `PidLid…`, `SET#string`, `SET@0x8501` or a tag such as `0x6619001f`;
 * undefined where there is none. A type overrides the one that the name stands for.
 */
export function propertyByName(name: string, type?: PropertyType): Property | undefined {
  const property = TAGGED.get(name) ?? NAMED.get(name) ?? byPattern(name, type);
  return property === undefined || type === undefined || type === property.type ? property : { ...property, type };
}

function byPattern(name: string, type: PropertyType | undefined): Property | undefined {
  const tag = /^0x([\da-f]{4})([\da-f]{4})$/u.exec(name);
  if (tag !== null) {
    const found = TYPE_NAMES.get(Number.parseInt(tag[2] as string, 16));
    const id = Number.parseInt(tag[1] as string, 16);
    return found === undefined || id < 1 || id > 0x7fff ? undefined : propertyOfTag(id, found);
  }
  const at = /[#@]/u.exec(name)?.index ?? 0;
  const set = name.slice(0, at);
  const guid = Object.hasOwn(PROPERTY_SETS, set) ? PROPERTY_SETS[set as PropertySet] : set;
  if (at === 0 || !GUID.test(guid)) return undefined;
  const key = name.slice(at + 1);
  // As it was written: what older programs stored is found under the very same name.
  if (name[at] === '#') return STRINGS.get(name) ?? { name, set: guid, key, type: type ?? 'PtypString' };
  const number = /^0x[\da-f]{1,8}$/u.test(key) ? Number(key) : undefined;
  return number === undefined ? undefined : propertyOfName(guid, number, type);
}
