import type { Property, PropertyType, PropertyValue, ValueOf } from './types.ts';
import { isValueOf } from './values.ts';

/** A value together with the property it belongs to. */
export interface PropertyEntry {
  readonly property: Property;
  readonly value: PropertyValue;
}

/** A bag of typed properties, each once, in the order they were first set. Looked up by canonical name or property. */
export class PropertyBag implements Iterable<PropertyEntry> {
  readonly #entries = new Map<string, PropertyEntry>();

  static of(entries: Iterable<PropertyEntry>): PropertyBag {
    const bag = new PropertyBag();
    for (const { property, value } of entries) bag.set(property, value);
    return bag;
  }

  get size(): number {
    return this.#entries.size;
  }

  has(property: Property | string): boolean {
    return this.#entries.has(nameOf(property));
  }

  /**
   * The value; by a property it is of the type of that property, and undefined where another type was set (a bag may hold
   * what others wrote). By a name it is whatever is there.
   */
  get<T extends PropertyType>(property: Property<T>): ValueOf<T> | undefined;
  get(property: Property | string): PropertyValue | undefined;
  get(property: Property | string): PropertyValue | undefined {
    const value = this.#entries.get(nameOf(property))?.value;
    return typeof property === 'string' || isValueOf(property.type, value) ? value : undefined;
  }

  /** The property under a name, with the type it was set with. */
  entry(property: Property | string): PropertyEntry | undefined {
    return this.#entries.get(nameOf(property));
  }

  /** The value if it is a string, else undefined: for the many places that want just that. */
  text(property: Property | string): string | undefined {
    const value = this.get(property);
    return typeof value === 'string' ? value : undefined;
  }

  /** Sets a value; undefined leaves the bag as it is, so that optional values need no test of their own. */
  set(property: Property, value: PropertyValue | undefined): this {
    if (value !== undefined) this.#entries.set(property.name, { property, value });
    return this;
  }

  delete(property: Property | string): boolean {
    return this.#entries.delete(nameOf(property));
  }

  [Symbol.iterator](): IterableIterator<PropertyEntry> {
    return this.#entries.values();
  }
}

function nameOf(property: Property | string): string {
  return typeof property === 'string' ? property : property.name;
}
