/**
 * What a backend can do beyond the four required reads: plain JSON, constant after open. A method of the same name
 * exists if and only if its capability is true; {@link defineBackend} checks both directions.
 */
export interface Capabilities {
  // writes
  readonly createFolder: boolean;
  readonly updateFolder: boolean;
  readonly deleteFolder: boolean;
  readonly createItem: boolean;
  readonly updateItem: boolean;
  readonly deleteItem: boolean;
  /** If false, core keeps the flags of the items in its own state. */
  readonly setFlags: boolean;
  // fast paths: core does the same without them, only slower
  /** If false, core compares a complete listing with its index. */
  readonly changes: boolean;
  /** If false, core asks at intervals. */
  readonly watch: boolean;
  /** If false, core filters and sorts its index. */
  readonly query: boolean;
  /** If false, core calls `readItem` one by one. */
  readonly getItems: boolean;
  /** If false, core calls `openBody` one by one. */
  readonly openBodies: boolean;
  /** If false, core calls `createItem` one by one. */
  readonly createItems: boolean;
  /** If false, core calls `deleteItem` one by one. */
  readonly deleteItems: boolean;
  /** If false, core reads and writes the bytes itself. */
  readonly copyItems: boolean;
  /** If false, core copies, verifies and deletes. */
  readonly moveItems: boolean;
  /**
   * If false, a repeat after a lost answer looks at the whole folder, and may take an equal item that others stored
   * since the last synchronisation for the lost one.
   */
  readonly checkpoint: boolean;
  readonly quota: boolean;
  readonly count: boolean;
}

/** The name of a capability, as it stands in `requires` of a conformance case. */
export type Capability = keyof Capabilities;

/** Facts and limits of a backend. A limit that is left out is not known or not there. */
export interface Traits {
  /** `exact`: gives back the bytes it was given. `normalising`: may change line ends, order or folding. */
  readonly bytes: 'exact' | 'normalising';
  /** `atomic`: the server checks `ifRevision` and acts in one step. `racy`: it is compared first, then done. */
  readonly ifRevision: 'atomic' | 'racy';
  /** Whether `received` is kept, to the second. If false, core keeps it. */
  readonly keepsReceived: boolean;
  /**
   * Whether any keyword can be stored, or only the system flags (`none`). Without `setFlags` no flag at all is stored, and
   * this says `none`.
   */
  readonly keywords: 'any' | 'some' | 'none';
  /** Whether folder names differ when only their case differs. */
  readonly caseSensitiveNames: boolean;
  readonly maxBodyBytes?: number;
  readonly maxNameBytes?: number;
  /** How many items one call of many may hold (`createItems`, `copyItems` …); core makes its batches no larger. */
  readonly maxBatchItems?: number;
}

/** The same capability set with everything off; spread it and switch on what there is. */
export const NO_CAPABILITIES: Capabilities = {
  createFolder: false,
  updateFolder: false,
  deleteFolder: false,
  createItem: false,
  updateItem: false,
  deleteItem: false,
  setFlags: false,
  changes: false,
  watch: false,
  query: false,
  getItems: false,
  openBodies: false,
  createItems: false,
  deleteItems: false,
  copyItems: false,
  moveItems: false,
  checkpoint: false,
  quota: false,
  count: false,
};

/** Capabilities that only make things faster: core's answers are the same with each of them off. */
export const ACCELERATORS: readonly Capability[] = [
  'changes',
  'watch',
  'query',
  'getItems',
  'openBodies',
  'createItems',
  'deleteItems',
  'copyItems',
  'moveItems',
  'checkpoint',
  'count',
];
