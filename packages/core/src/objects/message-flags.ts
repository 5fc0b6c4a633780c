/** Bits of PidTagMessageFlags ([MS-OXCMSG] 2.2.1.6). */
export const MESSAGE_FLAGS = {
  mfRead: 0x1,
  mfUnmodified: 0x2,
  mfSubmitted: 0x4,
  mfUnsent: 0x8,
  mfHasAttach: 0x10,
  mfFromMe: 0x20,
  mfFAI: 0x40,
  mfResend: 0x80,
  mfNotifyRead: 0x100,
  mfNotifyUnread: 0x200,
  mfEverRead: 0x400,
  mfInternet: 0x2000,
  mfUntrusted: 0x8000,
} as const;

/** Bits that a client may set, until the message is saved for the first time. */
export const CLIENT_FLAGS: number = MESSAGE_FLAGS.mfRead | MESSAGE_FLAGS.mfUnsent | MESSAGE_FLAGS.mfResend;

/** What PidTagMessageFlags is made from. */
export interface FlagFacts {
  /** In the words of RFC 8621; of a message that is not saved yet, what its client said. */
  readonly isRead: boolean;
  readonly isUnsent: boolean;
  readonly isResend: boolean;
  readonly isUnmodified: boolean;
  readonly isAssociated: boolean;
  readonly hasAttachments: boolean;
  readonly wantsReadReceipt: boolean;
  readonly wantsUnreadReceipt: boolean;
  /** Whether it came as Internet mail. */
  readonly isInternet: boolean;
}

/** PidTagMessageFlags. */
export function messageFlagsOf(facts: FlagFacts): number {
  const f = MESSAGE_FLAGS;
  return (
    (facts.isRead ? f.mfRead | f.mfEverRead : 0) |
    (facts.isUnmodified ? f.mfUnmodified : 0) |
    (facts.isUnsent ? f.mfUnsent : 0) |
    (facts.hasAttachments ? f.mfHasAttach : 0) |
    (facts.isAssociated ? f.mfFAI : 0) |
    (facts.isResend ? f.mfResend : 0) |
    (facts.wantsReadReceipt && !facts.isRead ? f.mfNotifyRead : 0) |
    (facts.wantsUnreadReceipt && !facts.isRead ? f.mfNotifyUnread : 0) |
    (facts.isInternet ? f.mfInternet : 0)
  );
}
