import type { Engine } from '../engine/engine.ts';
import { type Version, versionOf } from '../ics/version.ts';
import { xidBytes } from '../ics/xid.ts';
import { globalId, mapiId } from '../identity/mapi-ids.ts';
import type { Item } from '../item/item.ts';
import { PropertyBag } from '../properties/bag.ts';
import { propertyByName, stringNamed, tagged } from '../properties/lookup.ts';
import type { PropertyType } from '../properties/types.ts';
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
  const overlay = await engine.state.read((tx) => tx.overlay.ofItem(row.itemId));
  const version = await versionOf(engine, row);
  const properties = PropertyBag.of(parsed.properties);
  for (const entry of overlay) apply(properties, entry, row);
  for (const { property, value } of computed(engine, row, parsed, version)) properties.set(property, value);
  return { ...parsed, properties };
}

// Same bytes: the overlay wins. Other bytes: what they say themselves wins, the overlay stays for the rest.
function apply(
  properties: PropertyBag,
  { property: name, op, value, type, overSha256 }: OverlayRow,
  row: ContentsRow,
): void {
  const property = propertyByName(name, (type ?? undefined) as PropertyType | undefined);
  if (property === undefined) return;
  if (overSha256 !== row.sha256 && properties.has(name)) return;
  if (op === 'delete') properties.delete(name);
  else properties.set(property, decodeValue(value as string));
}

function computed({ replicas }: Engine, row: ContentsRow, item: Item, version: Version): PropertyBag {
  const key = (id: number): Uint8Array => globalId(replicas.ofId(id).guid, id);
  const flags = splitWords(row.flags);
  const bag = new PropertyBag()
    .set(tagged('PidTagMid'), mapiId(row.mid, replicas.ofId(row.mid).replicaId))
    .set(tagged('PidTagFolderId'), mapiId(row.folderId, replicas.ofId(row.folderId).replicaId))
    .set(tagged('PidTagChangeNumber'), mapiId(row.cn, replicas.ofCn(row.cn).replicaId))
    .set(tagged('PidTagSourceKey'), version.sourceKey === undefined ? key(row.mid) : xidBytes(version.sourceKey))
    .set(tagged('PidTagParentSourceKey'), key(row.folderId))
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
