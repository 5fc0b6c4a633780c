import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { propertyOfName } from '../properties/lookup.ts';
import { PROPERTY_SETS } from '../properties/sets.ts';
import type { NamedPropertyRow } from '../state/object-rows.ts';
import type { StateTx } from '../state/store.ts';

/** Ids from here on are mapped from names ([MS-OXCPRPT] 2.2.13). */
const FIRST_NAMED_ID = 0x8000;
/** 0xFFFF is no id of a property. */
const LAST_NAMED_ID = 0xfffe;

/** The name of a named property ([MS-OXCDATA] 2.6.1): a set's GUID, and a number (LID) or a string. */
export interface PropertyName {
  /** GUID. */
  readonly set: string;
  readonly key: number | string;
}

/** A name with the id it is mapped to. */
export interface MappedName extends PropertyName {
  readonly id: number;
}

/** Which names to tell of. */
export interface NamedPropertyQuery {
  /** Leaves string names out. */
  readonly noStrings?: boolean;
  /** Leaves numbers out. */
  readonly noIds?: boolean;
  /** Only names in this set (GUID). */
  readonly set?: string;
}

/**
 * Names of properties and the ids from 0x8000 up that this store maps them to, for clients that speak in numbers. Core and
 * backends use names only. A mapping is never changed or taken back.
 */
export interface NamedProperties {
  /**
   * The ids of names, in their order; 0 where a name has none. With `create` a name that has none gets one, whoever asks
   * first; without names it gives all ids there are. In PS_MAPI a number is the id itself, and a string never has one.
   * @throws QUOTA_EXCEEDED where the store has as many names as it may, and then none of them gets an id; INVALID_ARGUMENT
   */
  getIdsFromNames(names: readonly PropertyName[], request?: { readonly create?: boolean }): Promise<readonly number[]>;
  /** The names of ids, in their order; an id below 0x8000 is a number in PS_MAPI, one that nobody was given is undefined. */
  getNamesFromIds(ids: readonly number[]): Promise<readonly (PropertyName | undefined)[]>;
  /** All names that are mapped, in order of their ids. */
  queryNamedProperties(query?: NamedPropertyQuery): Promise<readonly MappedName[]>;
}

/** Named properties of a store; `quota` is how many it may have. */
export function namedPropertiesOf(engine: Engine, quota: number): NamedProperties {
  return {
    getIdsFromNames: (names, request) => idsFromNames(engine, names, request?.create ?? false, quota),
    async getNamesFromIds(ids) {
      const rows = await engine.state.read((tx) => tx.namedProperties.byIds(ids.filter((id) => id >= FIRST_NAMED_ID)));
      const byId = new Map(rows.map((row) => [row.propertyId, nameOf(row)]));
      return ids.map((id) => (id < FIRST_NAMED_ID ? { set: PROPERTY_SETS.PS_MAPI, key: id } : byId.get(id)));
    },
    async queryNamedProperties(query = {}) {
      const rows = await engine.state.read((tx) => tx.namedProperties.all());
      return rows.map((row) => ({ id: row.propertyId, ...nameOf(row) })).filter((name) => isWanted(name, query));
    },
  };
}

/** Whether a query asks for a name. */
export function isWanted({ set, key }: PropertyName, query: NamedPropertyQuery): boolean {
  if (query.noStrings === true && typeof key === 'string') return false;
  if (query.noIds === true && typeof key === 'number') return false;
  return query.set === undefined || query.set.toLowerCase() === set;
}

async function idsFromNames(
  engine: Engine,
  names: readonly PropertyName[],
  create: boolean,
  quota: number,
): Promise<readonly number[]> {
  if (names.length === 0)
    return (await engine.state.read((tx) => tx.namedProperties.all())).map(({ propertyId }) => propertyId);
  const asked = names.map(keyOf);
  const wanted = unique(asked.flatMap((one) => (typeof one === 'number' ? [] : [one])));
  const find = async (tx: StateTx): Promise<Map<string, number>> =>
    new Map((await tx.namedProperties.byKeys(wanted)).map((row) => [textOf(row), row.propertyId]));
  let known = await engine.state.read(find);
  if (create && known.size < wanted.length) {
    // Looked at again with the lock of all writers in hand: two that ask at once get the same id.
    known = await engine.state.write(async (tx) => {
      const now = await find(tx);
      const missing = wanted.filter((one) => !now.has(textOf(one)));
      if (missing.length === 0) return now;
      const last = (await tx.namedProperties.last()) ?? FIRST_NAMED_ID - 1;
      checkQuota(last - FIRST_NAMED_ID + 1 + missing.length, quota);
      const rows = missing.map((one, index): NamedPropertyRow => ({ ...one, propertyId: last + 1 + index }));
      await tx.namedProperties.insert(rows);
      for (const row of rows) now.set(textOf(row), row.propertyId);
      return now;
    });
  }
  return asked.map((one) => (typeof one === 'number' ? one : (known.get(textOf(one)) ?? 0)));
}

type Key = Pick<NamedPropertyRow, 'set' | 'key'>;

function unique(keys: readonly Key[]): readonly Key[] {
  return [...new Map(keys.map((one) => [textOf(one), one])).values()];
}

function textOf({ set, key }: Key): string {
  return `${set} ${key}`;
}

/** The columns of a name, or its id where that needs no mapping ([MS-OXCPRPT] 3.2.5.10). */
function keyOf({ set, key }: PropertyName): Key | number {
  if (set.toLowerCase() === PROPERTY_SETS.PS_MAPI)
    return typeof key === 'number' && key > 0 && key < FIRST_NAMED_ID ? key : 0;
  try {
    const property = propertyOfName(set, key);
    return { set: property.set, key: typeof property.key === 'number' ? `@${property.key}` : `#${property.key}` };
  } catch (cause) {
    throw new MapistoreError('INVALID_ARGUMENT', `Cannot map a property name: ${(cause as Error).message}`, { cause });
  }
}

function nameOf({ set, key }: NamedPropertyRow): PropertyName {
  return { set, key: key.startsWith('@') ? Number(key.slice(1)) : key.slice(1) };
}

function checkQuota(count: number, quota: number): void {
  const most = Math.min(quota, LAST_NAMED_ID - FIRST_NAMED_ID + 1);
  if (count <= most) return;
  throw new MapistoreError(
    'QUOTA_EXCEEDED',
    `No id can be given to another named property: the store may have ${most} of them. A program that makes up names is at fault; ids are never given back.`,
    { context: { quota: most } },
  );
}
