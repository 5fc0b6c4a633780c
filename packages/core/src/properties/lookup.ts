import { NAMED, PROPERTY_SETS } from './named.ts';
import { TAGGED } from './tags.ts';
import type { NamedProperty, Property, PropertyType, TaggedProperty } from './types.ts';

/** A property with a fixed id by its canonical name. @throws TypeError for a name [MS-OXPROPS] does not have */
export function tagged(name: string): TaggedProperty {
  const property = TAGGED.get(name);
  if (property === undefined) throw new TypeError(`[MS-OXPROPS] has no property called "${name}".`);
  return property;
}

/** A number-named property by its canonical name. @throws TypeError for a name [MS-OXPROPS] does not have */
export function named(name: string): NamedProperty {
  const property = NAMED.get(name);
  if (property === undefined) throw new TypeError(`[MS-OXPROPS] has no named property called "${name}".`);
  return property;
}

/** A string-named property of any set, such as a header in PS_INTERNET_HEADERS ([MS-OXCMAIL] 2.2.3.2.15). */
export function stringNamed(
  set: keyof typeof PROPERTY_SETS,
  key: string,
  type: PropertyType = 'PtypString',
): NamedProperty {
  return { name: `${set}#${key}`, set: PROPERTY_SETS[set], key, type };
}

/** The property of a canonical name, tagged, named or `SET#string`; undefined where there is none. */
export function propertyByName(name: string): Property | undefined {
  const known = TAGGED.get(name) ?? NAMED.get(name);
  if (known !== undefined) return known;
  const hash = name.indexOf('#');
  const set = name.slice(0, hash);
  return hash > 0 && Object.hasOwn(PROPERTY_SETS, set)
    ? stringNamed(set as keyof typeof PROPERTY_SETS, name.slice(hash + 1))
    : undefined;
}
