// Rows of rules and of what they leave: deliveries, things to be sent, work for clients. Values as in rows.ts.

/** A rule of a folder ([MS-OXORULE] 2.2.1.3 and 2.2.4). */
export interface RuleRow {
  /** PidTagRuleId. */
  readonly ruleId: number;
  readonly folderId: number;
  /** `extended`: what [MS-OXORULE] 2.2.4 keeps as a hidden message of the folder. */
  readonly kind: 'standard' | 'extended';
  readonly sequence: number;
  /** PidTagRuleState. */
  readonly state: number;
  readonly name: string;
  readonly provider: string;
  readonly level: number;
  readonly userFlags: number;
  readonly providerData: Uint8Array | null;
  /** JSON of the restriction; null for a rule that every message meets. */
  readonly condition: string | null;
  /** JSON of the actions in their order. */
  readonly actions: string;
}

/** A message that replies of rules are made of. */
export interface ReplyTemplateRow {
  /** PidTagReplyTemplateId, as a GUID in lower case. */
  readonly guid: string;
  readonly folderId: number;
  /** JSON of its properties and recipients. */
  readonly item: string;
}

/** A delivery: begun, stored with its rules still to be done, or done. */
export interface DeliveryRow {
  readonly deliveryId: number;
  readonly folderId: number;
  /** What it is known again by when it is repeated: its id, or the digest of its bytes and their number. */
  readonly mark: string;
  readonly sessionId: string;
  readonly phase: 'storing' | 'stored' | 'acting' | 'done';
  readonly itemId: number | null;
  /** JSON of the steps that rules ask for, and which of them are done. */
  readonly plan: string;
  readonly at: number;
}

/** Something that a rule wants to be sent. */
export interface OutgoingRow {
  readonly outgoingId: number;
  readonly kind: 'forward' | 'redirect' | 'delegate' | 'reply' | 'oof-reply' | 'bounce';
  /** The item it is about. */
  readonly itemId: number;
  readonly ruleId: number;
  /** JSON: addresses and names. */
  readonly recipients: string;
  /** JSON of properties that the bytes do not say. */
  readonly properties: string;
  readonly mediaType: string;
  /** The bytes to be sent, in the blob area. */
  readonly blob: string;
  readonly size: number;
  /** Who took it to send it, and until when it is theirs. */
  readonly sessionId: string | null;
  readonly takenUntil: number | null;
  readonly at: number;
}

/** A message of the folder of deferred actions ([MS-OXORULE] 2.2.6 and 2.2.7). */
export interface DeferredRow {
  readonly deferredId: number;
  readonly kind: 'action' | 'error';
  /** The message that a client has to work on, or that met the error. */
  readonly itemId: number;
  /** JSON of its properties. */
  readonly properties: string;
  readonly at: number;
}
