import { PROPERTY_SETS, type PropertySet } from './sets.ts';
import type { NamedProperty, PropertyType, TaggedProperty } from './types.ts';

/** A `PidTag…` whose type is known. */
export type Tag<T extends PropertyType> = TaggedProperty<T>;
/** A `PidLid…` or `PidName…` whose type is known. */
export type Lid<T extends PropertyType> = NamedProperty<T>;

/** Makes the constant of a property with a fixed id. */
export function tag<T extends PropertyType>(name: string, id: number, type: T): Tag<T> {
  return { name, id, type };
}

/** Makes the constant of a number-named property. */
export function lid<T extends PropertyType>(name: string, set: PropertySet, key: number, type: T): Lid<T> {
  return { name, set: PROPERTY_SETS[set], key, type };
}

/** Makes the constant of a string-named property; its canonical name is `SET#string`. */
export function nameOf<T extends PropertyType>(set: PropertySet, key: string, type: T): Lid<T> {
  return { name: `${set}#${key}`, set: PROPERTY_SETS[set], key, type };
}
