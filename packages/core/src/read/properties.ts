import type { Engine } from '../engine/engine.ts';
import { globalId, mapiId, predecessorList } from '../identity/mapi-ids.ts';
import type { Item } from '../item/item.ts';
import { PropertyBag } from '../properties/bag.ts';
import { propertyByName, stringNamed, tagged } from '../properties/lookup.ts';
import { messageFlags } from '../restriction/columns.ts';
import type { ContentsRow, OverlayRow } from '../state/rows.ts';
import { decodeValue } from '../state/values.ts';
import { originalSource } from './original.ts';
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
  const properties = PropertyBag.of(parsed.properties);
  for (const entry of overlay) apply(properties, entry, row);
  for (const { property, value } of computed(engine, row, parsed)) properties.set(property, value);
  // Whether a rule left something to be done with it by a client ([MS-OXORULE] 2.2.9.1).
  const isDeferred = deferred.some(({ kind }) => kind === 'action');
  properties.set(tagged('PidTagHasDeferredActionMessages'), isDeferred);
  return { ...parsed, properties };
}

// Same bytes: the overlay wins. Other bytes: what they say themselves wins, the overlay stays for the rest.
function apply(properties: PropertyBag, { property: name, op, value, overSha256 }: OverlayRow, row: ContentsRow): void {
  const property = propertyByName(name);
  if (property === undefined) return;
  if (overSha256 !== row.sha256 && properties.has(name)) return;
  if (op === 'delete') properties.delete(name);
  else properties.set(property, decodeValue(value as string));
}

function computed(engine: Engine, row: ContentsRow, item: Item): PropertyBag {
  const changeKey = globalId(engine.replica, row.cn);
  const flags = splitWords(row.flags);
  const bag = new PropertyBag()
    .set(tagged('PidTagMid'), mapiId(row.mid))
    .set(tagged('PidTagFolderId'), mapiId(row.folderId))
    .set(tagged('PidTagChangeNumber'), mapiId(row.cn))
    .set(tagged('PidTagSourceKey'), globalId(engine.replica, row.mid))
    .set(tagged('PidTagParentSourceKey'), globalId(engine.replica, row.folderId))
    .set(tagged('PidTagChangeKey'), changeKey)
    .set(tagged('PidTagPredecessorChangeList'), predecessorList(changeKey))
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
