import type { MapistoreError } from '../errors/error.ts';
import type { ItemResult } from '../transfer/results.ts';
import { type ItemId, itemId } from './ids.ts';

/** What became of one item of a copy, move, removal or restoration; in a plan, `fits` or why it would fail. */
export interface TransferResult {
  readonly id: ItemId;
  /** For a copy: the new item. */
  readonly newId?: ItemId;
  readonly outcome: 'fits' | 'copied' | 'moved' | 'removed' | 'restored' | 'unchanged' | 'failed';
  readonly error?: MapistoreError;
}

/** Makes the public form of a result. */
export function transferResult({ itemId: number, newItemId, outcome, error }: ItemResult): TransferResult {
  return {
    id: itemId(number as number),
    ...(newItemId !== undefined && { newId: itemId(newItemId) }),
    outcome: outcome as TransferResult['outcome'],
    ...(error !== undefined && { error }),
  };
}
