import type { Engine } from '../engine/engine.ts';
import { ContentKeeper } from '../item/keep-contents.ts';
import { PidTagMessageStatus } from '../properties/tags.ts';
import { decodeValue } from '../state/values.ts';
import { itemId, noSuchItem } from '../store/ids.ts';
import { setEntry } from './overlay.ts';

/** Told by the store alone ([MS-OXCMSG] 2.2.1.8). */
const IN_CONFLICT = 0x800;

/**
 * Sets bits of PidTagMessageStatus and gives what it was. A status is no change of what the message says, but one that
 * clients hear of. @throws NOT_FOUND
 */
export async function setStatus(
  engine: Engine,
  number: number,
  { mask, flags }: { readonly mask: number; readonly flags: number },
): Promise<number> {
  const { name } = PidTagMessageStatus;
  const keeper = new ContentKeeper(engine.state, new AbortController().signal);
  const work = async (tx: Parameters<Parameters<Engine['state']['write']>[0]>[0]): Promise<number> => {
    const [row] = await tx.contents.byItems([number]);
    if (row === undefined) throw noSuchItem(itemId(number));
    const entry = (await tx.overlay.ofItem(number)).find(({ property }) => property === name);
    const before = entry?.value === undefined || entry.value === null ? 0 : (decodeValue(entry.value) as number);
    const may = mask & ~IN_CONFLICT;
    const after = (before & ~may) | (flags & may);
    if (after === before) return before;
    const { folderId, itemId: id, mid } = row;
    const cn = await tx.take('cn', 1);
    await tx.overlay.put([
      { ...(await setEntry(PidTagMessageStatus, after, keeper)), itemId: id, overSha256: row.sha256 },
    ]);
    await tx.contents.updateMembership(mid, { cn });
    const at = engine.clock().getTime();
    await tx.journal.append([{ cn, folderId, itemId: id, mid, change: 'updated', otherFolderId: null, at }]);
    return before;
  };
  return mask === 0 ? engine.state.read(work) : engine.state.write(work);
}
