import { MapistoreError } from '../errors/error.ts';

/** An item's id as people and programs see it: `m` and its number. Fit for JMAP (RFC 8620 s.1.2). */
export type ItemId = string;
/** A folder's id: `f` and its number. */
export type FolderId = string;

export function itemId(number: number): ItemId {
  return `m${number}`;
}

export function folderId(number: number): FolderId {
  return `f${number}`;
}

/** @throws INVALID_ARGUMENT */
export function parseItemId(id: string): number {
  const match = /^m([1-9]\d{0,14})$/u.exec(id);
  if (match !== null) return Number(match[1]);
  throw new MapistoreError('INVALID_ARGUMENT', `"${id}" is no item id; ids look like m42, and "ls PATH" shows them.`);
}

/** The error for an id that no item has. */
export function noSuchItem(id: string): MapistoreError {
  return new MapistoreError(
    'NOT_FOUND',
    `There is no item ${id}; it may have been deleted. "ls PATH" shows what there is.`,
    { context: { id } },
  );
}
