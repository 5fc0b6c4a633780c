import type { Logger } from '../contract/definition.ts';
import type { Formats } from '../formats/registry.ts';
import type { Replicas } from '../identity/replicas.ts';
import type { OpenMounts } from '../mounts/open-mounts.ts';
import type { StateStore } from '../state/store.ts';
import type { Hints } from './hints.ts';
import type { Session } from './session.ts';

/** What every part of core works with. Made once when a store opens. */
export interface Engine {
  readonly state: StateStore;
  readonly mounts: OpenMounts;
  readonly formats: Formats;
  readonly session: Session;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Keys this program has stored and not yet committed, so that its own search for a lost item passes them by. */
  readonly claims: Set<string>;
  /** Intents of this program that it has given up, whether it could note so or not. */
  readonly orphans: Set<number>;
  /** Leases that a task of this program holds or takes; another task waits for it. */
  readonly turns: Map<string, Promise<void>>;
  /** Writes of this program. */
  readonly hints: Hints;
  /** The incarnations of the store and their GUIDs. */
  readonly replicas: Replicas;
  /** How long what was soft deleted can be restored. */
  readonly keepDeletedMs: number;
  /**
   * Who works, where that is not the owner: what is made then is theirs. As permissions compare members; empty for who says
   * no name.
   */
  readonly actor?: string;
}

/** A logger that says nothing. */
export const SILENT: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined };

/** Milliseconds of a date in whole seconds: mail servers keep no more of a received date. */
export function wholeSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000) * 1000;
}
