import type { Engine } from '../engine/engine.ts';
import { type Version, versionOf } from '../ics/version.ts';
import { xidBytes } from '../ics/xid.ts';
import type { Item } from '../item/item.ts';
import { PropertyBag } from '../properties/bag.ts';
import { stringNamed, tagged } from '../properties/lookup.ts';
import { messageFlags } from '../restriction/columns.ts';
import type { ContentsRow } from '../state/rows.ts';
import { originalSource } from './original.ts';
import { overlaid } from './overlay.ts';
import { splitWords } from './words.ts';

/** PidTagFlagStatus: followupFlagged ([MS-OXOFLAG] 2.2.1.1). */
const FOLLOWUP_FLAGGED = 2;

/**
 * An item with every property: what its native bytes say, the overlay over it, and what the store itself knows (ids,
 * change key, size, flags), which no backend's copy is trusted for.
 */
export async function readProperties(engine: Engine, row: ContentsRow, signal: AbortSignal): Promise<Item> {
  const parsed = await engine.formats
    .need(row.mediaType)
    .parse(originalSource(engine, row), { signal, formats: engine.formats });
  const { overlay, deferred } = await engine.state.read(async (tx) => ({
    overlay: await tx.overlay.ofItem(row.itemId),
    deferred: await tx.deferred.ofItem(row.itemId),
  }));
  const version = await versionOf(engine, row);
  const item = await overlaid(engine.state, parsed, overlay, row);
  for (const { property, value } of computed(engine, row, item, version)) item.properties.set(property, value);
  // Whether a rule left something to be done with it by a client ([MS-OXORULE] 2.2.9.1).
  const isDeferred = deferred.some(({ kind }) => kind === 'action');
  item.properties.set(tagged('PidTagHasDeferredActionMessages'), isDeferred);
  return item;
}

function computed({ replicas }: Engine, row: ContentsRow, item: Item, version: Version): PropertyBag {
  const flags = splitWords(row.flags);
  const bag = new PropertyBag()
    .set(tagged('PidTagMid'), replicas.mapiId(row.mid))
    .set(tagged('PidTagFolderId'), replicas.mapiId(row.folderId))
    .set(tagged('PidTagChangeNumber'), replicas.mapiCn(row.cn))
    .set(
      tagged('PidTagSourceKey'),
      version.sourceKey === undefined ? replicas.key(row.mid) : xidBytes(version.sourceKey),
    )
    .set(tagged('PidTagParentSourceKey'), replicas.key(row.folderId))
    .set(tagged('PidTagChangeKey'), xidBytes(version.changeKey))
    .set(tagged('PidTagPredecessorChangeList'), version.predecessors.toBytes())
    .set(tagged('PidTagMessageDeliveryTime'), new Date(row.received))
    .set(tagged('PidTagMessageSize'), row.size ?? row.storedSize ?? 0)
    .set(tagged('PidTagHasAttachments'), item.attachments.length > 0)
    .set(tagged('PidTagMessageFlags'), messageFlags({ ...row, hasAttachments: item.attachments.length > 0 ? 1 : 0 }));
  if (flags.includes('$flagged')) bag.set(tagged('PidTagFlagStatus'), FOLLOWUP_FLAGGED);
  const keywords = flags.filter((flag) => !flag.startsWith('$'));
  if (keywords.length > 0 && !item.properties.has('PS_PUBLIC_STRINGS#Keywords')) {
    bag.set(stringNamed('PS_PUBLIC_STRINGS', 'Keywords', 'PtypMultipleString'), keywords);
  }
  return bag;
}
