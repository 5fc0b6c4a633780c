/** Bits of PidTagRuleState ([MS-OXORULE] 2.2.1.3.1.3). */
export const RULE_STATES = {
  enabled: 0x1,
  /** An action failed. Set and taken away by the store. */
  error: 0x2,
  /** Evaluated only while its owner is out of office, and then also without `enabled`. */
  onlyWhenOutOfOffice: 0x4,
  /** Whom it answered while its owner was out of office is remembered, and not answered again. */
  keepHistory: 0x8,
  /** Where it matches, no further rules follow but those for out of office. */
  exitLevel: 0x10,
  /** Kept, and without meaning here: nothing in the store weighs spam. */
  skipIfSafe: 0x20,
  /** Its condition could not be evaluated. Set and taken away by the store. */
  parseError: 0x40,
} as const;

/** What the store says of a rule, and nobody else. */
export const OWN_STATES: number = RULE_STATES.error | RULE_STATES.parseError;

/** Values of PidTagRuleError ([MS-OXORULE] 2.2.7.2). */
export const RULE_ERRORS = {
  generic: 1,
  parsing: 4,
  processing: 5,
  moveOrCopy: 6,
  permission: 7,
  template: 0xa,
  execution: 0xb,
  folderQuota: 0xe,
} as const;

/** Types of actions as buffers number them ([MS-OXORULE] 2.2.5.1). */
export const ACTION_TYPES = {
  move: 1,
  copy: 2,
  reply: 3,
  'oof-reply': 4,
  defer: 5,
  bounce: 6,
  forward: 7,
  delegate: 8,
  tag: 9,
  delete: 0xa,
  'mark-read': 0xb,
} as const;

/** Why a message is sent back, with the code of [MS-OXORULE] 2.2.5.1.2.5. */
export const BOUNCE_CODES = { 'too-large': 0xd, 'not-displayable': 0x1f, denied: 0x26 } as const;
