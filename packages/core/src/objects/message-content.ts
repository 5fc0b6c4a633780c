import { digestOfText } from '../item/keep-contents.ts';
import { PidTagMessageStatus } from '../properties/tags.ts';
import type { ContentsRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';

/**
 * What a saved message says: its bytes and its overlay. Two objects over one message see by it that one of them was saved.
 * Flags, a status, a new place and a new key are no change of what it says.
 */
export interface MessageContent {
  readonly sha256: string | null;
  readonly contentRevision: string;
  /** Which membership it is, and its head and size: they tell bytes that were only moved from bytes that were changed. */
  readonly mid: number;
  readonly head: string;
  readonly overlay: string;
}

/** What a message says now. */
export async function contentOf(tx: StateTx, row: ContentsRow): Promise<MessageContent> {
  const overlay = (await tx.overlay.ofItem(row.itemId)).filter(({ property }) => property !== PidTagMessageStatus.name);
  const { sha256, contentRevision, mid, fingerprint, storedSize } = row;
  const head = `${fingerprint} ${storedSize}`;
  return { sha256, contentRevision, mid, head, overlay: digestOfText(JSON.stringify(overlay)) };
}

/** Whether a message says the same at two times. Its digest may become known in between. */
export function sameContent(a: MessageContent, b: MessageContent): boolean {
  const isKnown = a.sha256 !== null && b.sha256 !== null;
  const isMoved = a.mid !== b.mid && a.head === b.head;
  const isSame = isKnown ? a.sha256 === b.sha256 : a.contentRevision === b.contentRevision || isMoved;
  return isSame && a.overlay === b.overlay;
}
