import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Item } from '../item/item.ts';
import type { PropertyBag } from '../properties/bag.ts';
import { readProperties } from '../read/properties.ts';
import type { ContentsRow } from '../state/rows.ts';
import { column, rowSubject } from './columns.ts';
import { decide, evaluate, type Subject } from './evaluate.ts';
import type { Restriction } from './restriction.ts';

/**
 * Whether an item meets a restriction. The item is read only where its row does not decide. One that cannot be looked
 * into has no property beside its row's: a bad item keeps nobody from seeing the others.
 * @throws UNAVAILABLE and whatever else may pass if it is asked again
 */
export async function matchesRow(
  engine: Engine,
  restriction: Restriction,
  row: ContentsRow,
  signal: AbortSignal,
): Promise<boolean> {
  const known = decide(restriction, rowSubject(row, engine.replicas));
  if (known !== undefined) return known;
  return evaluate(restriction, itemSubject(engine, row, await readItem(engine, row, signal)));
}

/** The item of a row; undefined for one that is gone, damaged, or that no format can look into. */
export async function readItem(engine: Engine, row: ContentsRow, signal: AbortSignal): Promise<Item | undefined> {
  try {
    return await readProperties(engine, row, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (MapistoreError.is(error) && error.retry === 'never') return undefined;
    throw error;
  }
}

/** An item as a restriction sees it: its row where that tells, so that the index and the item never disagree. */
export function itemSubject({ replicas }: Engine, row: ContentsRow, item: Item | undefined): Subject {
  const partial = rowSubject(row, replicas);
  return {
    value(name) {
      const known = column(name);
      if (known !== undefined && known.isUnknown?.(row) !== true) return known.value(row, replicas);
      return item?.properties.get(known?.property ?? name);
    },
    hasFlag: (flag) => partial.hasFlag(flag),
    rows: (table) => (item?.[table] ?? []).map(({ properties }) => bagSubject(properties)),
  };
}

/** A row of recipients or attachments as a restriction sees it. */
function bagSubject(properties: PropertyBag): Subject {
  return { value: (name) => properties.get(name), hasFlag: () => false };
}
