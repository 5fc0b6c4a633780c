import * as tags from '../properties/tags.ts';
import type { MessageObject } from './message.ts';

/** What of a message's read state to change ([MS-OXCMSG] 2.2.3.10.1). */
export interface ReadFlags {
  /** Marks as read or unread; left out, that stays. Whether a receipt is sent is no matter of the store. */
  readonly read?: boolean;
  /** Takes back that the sender is told when the message is read (mfNotifyRead). */
  readonly clearNotifyRead?: boolean;
  /** Takes back that the sender is told when it is deleted without having been read (mfNotifyUnread). */
  readonly clearNotifyUnread?: boolean;
}

/** Changes the read state of an open message at once; what else was changed in that object must have been saved. */
export async function changeReadFlags(message: MessageObject, change: ReadFlags): Promise<void> {
  for (const [isWanted, property] of [
    [change.clearNotifyRead, tags.PidTagReadReceiptRequested],
    [change.clearNotifyUnread, tags.PidTagNonReceiptNotificationRequested],
  ] as const) {
    if (isWanted === true && (await message.get(property)) === true) await message.set(property, false);
  }
  if (message.isChanged) await message.saveChanges();
  if (change.read !== undefined) await message.setRead(change.read);
}
