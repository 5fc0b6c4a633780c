import type { BodySource } from '../contract/body.ts';
import { PropertyBag } from '../properties/bag.ts';

/**
 * An item as MAPI sees it: typed properties, recipients and attachments ([MS-OXCMSG]). Its native bytes stay with the
 * backend; core hands them out beside it.
 */
export interface Item {
  readonly properties: PropertyBag;
  readonly recipients: readonly Recipient[];
  readonly attachments: readonly Attachment[];
  /** What could not be read, one sentence each; empty for a sound item. */
  readonly problems: readonly string[];
}

/** A row of the recipient table: PidTagRecipientType (1 to, 2 cc, 3 bcc), PidTagDisplayName, PidTagSmtpAddress … */
export interface Recipient {
  readonly properties: PropertyBag;
}

/** An attachment with its properties, and either its decoded bytes or the message it embeds. */
export interface Attachment {
  /** PidTagAttachMethod says which: 1 by value (`content`), 5 embedded message (`item` and its bytes as `content`). */
  readonly properties: PropertyBag;
  readonly content?: BodySource;
  readonly item?: Item;
}

/** An item that says nothing. */
export const EMPTY_ITEM: Item = { properties: new PropertyBag(), recipients: [], attachments: [], problems: [] };
