import type { Engine } from '../engine/engine.ts';
import { folderEntryId, messageEntryId } from '../identity/entry-ids.ts';
import { mapiId } from '../identity/mapi-ids.ts';
import { PropertyBag } from '../properties/bag.ts';
import { tagged } from '../properties/lookup.ts';
import type { ContentsRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { type FolderId, folderId, type ItemId, itemId } from '../store/ids.ts';
import { decodeBag, encodeBag } from './bags.ts';
import { clientActions } from './client-actions.ts';
import type { Step } from './plan.ts';

const FOLDER = 'deferredActionFolder';

/** A message of the folder of deferred actions: work for a client, or an error that a rule met. */
export interface DeferredMessage {
  readonly id: number;
  readonly kind: 'action' | 'error';
  /** The message it is about. */
  readonly item: ItemId;
  /** As [MS-OXORULE] 2.2.6 and 2.2.7 say. */
  readonly properties: PropertyBag;
  readonly date: Date;
}

/** The folder of deferred actions ([MS-OXOSFLD] 2.2.1): it is in the state alone, and no list of folders shows it. */
export interface DeferredActions {
  /** It is there from the first day. */
  folder(): Promise<FolderId>;
  /** Oldest first. */
  list(): Promise<readonly DeferredMessage[]>;
  /**
   * Replaces the entry id in all that have it as PidTagDeferredActionMessageOriginalEntryId (RopUpdateDeferredActionMessages),
   * and says in them that it was. Gives their ids.
   */
  update(serverEntryId: Uint8Array, clientEntryId: Uint8Array): Promise<readonly number[]>;
  /** What a client has done. */
  remove(ids: readonly number[]): Promise<void>;
}

/** The deferred actions of a store. */
export function deferredOf({ state }: Engine): DeferredActions {
  return {
    folder: () => state.read(async (tx) => folderId(await deferredFolder(tx))),
    list: () =>
      state.read(async (tx) =>
        (await tx.deferred.all()).map(({ deferredId, kind, itemId: number, properties, at }) => ({
          id: deferredId,
          kind,
          item: itemId(number),
          properties: decodeBag(properties),
          date: new Date(at),
        })),
      ),
    update: (serverEntryId, clientEntryId) =>
      state.write(async (tx) => {
        const updated: number[] = [];
        for (const { deferredId, kind, properties } of await tx.deferred.all()) {
          const bag = decodeBag(properties);
          const entryId = bag.get('PidTagDeferredActionMessageOriginalEntryId');
          if (kind !== 'action' || !(entryId instanceof Uint8Array) || Buffer.compare(entryId, serverEntryId) !== 0)
            continue;
          bag
            .set(tagged('PidTagDeferredActionMessageOriginalEntryId'), clientEntryId)
            .set(tagged('PidTagDamOriginalEntryId'), clientEntryId)
            .set(tagged('PidTagDamBackPatched'), true);
          await tx.deferred.update(deferredId, { properties: encodeBag(bag) });
          updated.push(deferredId);
        }
        return updated;
      }),
    remove: (ids) => state.write((tx) => tx.deferred.delete(ids)),
  };
}

/** Makes the folder in a new state. */
export async function prepareDeferred(tx: StateTx): Promise<void> {
  if ((await tx.meta.get(FOLDER)) === undefined) await tx.meta.set(FOLDER, String(await tx.take('id', 1)));
}

async function deferredFolder(tx: StateTx): Promise<number> {
  return Number(await tx.meta.get(FOLDER));
}

/** Leaves a message for a client to work on ([MS-OXORULE] 3.2.5.1.2). */
export async function leaveAction(
  { replicas, clock }: Engine,
  tx: StateTx,
  row: ContentsRow,
  step: Extract<Step, { do: 'defer' }>,
): Promise<void> {
  const deferredId = await tx.take('id', 1);
  const actions = step.parts.flatMap((part) => part.actions);
  // The id of the first rule, once for each rule that has a part in it ([MS-OXORULE] 2.2.6.7).
  const ids = step.parts.map(() => idBytes((step.parts[0] as { ruleId: number }).ruleId));
  const bag = new PropertyBag()
    .set(tagged('PidTagMessageClass'), 'IPC.Microsoft Exchange 4.0.Deferred Action')
    .set(tagged('PidTagDamBackPatched'), false)
    .set(tagged('PidTagDamOriginalEntryId'), messageEntryId(replicas, row.folderId, row.mid))
    .set(tagged('PidTagRuleProvider'), step.provider)
    .set(tagged('PidTagRuleFolderEntryId'), folderEntryId(replicas, step.ruleFolderId))
    .set(tagged('PidTagClientActions'), clientActions(actions))
    .set(tagged('PidTagRuleIds'), Buffer.concat(ids))
    .set(
      tagged('PidTagDeferredActionMessageOriginalEntryId'),
      messageEntryId(replicas, await deferredFolder(tx), deferredId),
    );
  const at = clock().getTime();
  await tx.deferred.insert({ deferredId, kind: 'action', itemId: row.itemId, properties: encodeBag(bag), at });
}

/** What went wrong with a rule. */
export interface RuleFailure {
  readonly ruleId: number;
  readonly provider: string;
  /** The folder of the rule. */
  readonly folderId: number;
  readonly error: number;
  /** Type and number of the action, where it was one. */
  readonly action?: { readonly type: number; readonly number: number };
}

/** Leaves a message that tells of an error of a rule ([MS-OXORULE] 3.2.5.1.3). */
export async function leaveError(
  { replicas, clock }: Engine,
  tx: StateTx,
  row: Pick<ContentsRow, 'itemId' | 'folderId' | 'mid'>,
  failure: RuleFailure,
): Promise<void> {
  const bag = new PropertyBag()
    .set(tagged('PidTagMessageClass'), 'IPC.Microsoft Exchange 4.0.Deferred Error')
    .set(tagged('PidTagRuleError'), failure.error)
    .set(tagged('PidTagRuleActionType'), failure.action?.type)
    .set(tagged('PidTagRuleActionNumber'), failure.action?.number)
    .set(tagged('PidTagRuleProvider'), failure.provider)
    .set(tagged('PidTagDamOriginalEntryId'), messageEntryId(replicas, row.folderId, row.mid))
    .set(tagged('PidTagRuleFolderEntryId'), folderEntryId(replicas, failure.folderId))
    .set(tagged('PidTagRuleId'), mapiId(failure.ruleId));
  const deferredId = await tx.take('id', 1);
  const at = clock().getTime();
  await tx.deferred.insert({ deferredId, kind: 'error', itemId: row.itemId, properties: encodeBag(bag), at });
}

function idBytes(ruleId: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(mapiId(ruleId));
  return bytes;
}
