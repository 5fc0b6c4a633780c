import type { Backend, Capability, ItemKind, NewItem } from '@mapistore/core';
import type { CaseContext } from './context.ts';

/** One thing that every backend must do. Data, so that any test runner can run it. */
export interface ConformanceCase {
  /** Stable and hierarchical, such as `items.update.stale-revision-is-refused`. */
  readonly id: string;
  /** One sentence about behaviour. */
  readonly title: string;
  /** Anchor in `docs/spec/contract.md` of the rule it checks. */
  readonly spec: string;
  /** Capabilities without which there is nothing to check. Nothing else skips a case. */
  readonly requires: readonly Capability[];
  /** Throws where the rule is broken. */
  run(context: CaseContext): Promise<void>;
}

/** What the kit must be told about a backend. */
export interface Harness {
  readonly name: string;
  /** Opens the backend; called several times, and each must see the same contents. */
  open(): Promise<Backend>;
  /** Sound items by media type, each different for each number. Default: mail, calendar, contact and Markdown. */
  readonly samples?: Samples;
  /** Waits until a write is seen by everybody; for servers that take a while. Default: nothing to wait for. */
  settle?(): Promise<void>;
  /** An empty folder, where the backend cannot make one. */
  folder?(): Promise<string>;
  /**
   * Whether bytes are the same but for what this `normalising` server changes. Default: equal but for CRLF and LF. For
   * servers of calendars and contacts there is `sameObject`.
   */
  same?(given: Uint8Array, stored: Uint8Array): boolean;
  /** How long to wait for something that must happen. Default: 10 seconds. */
  readonly timeoutMs?: number;
  /** Seed of the random run, to repeat one that failed. Default: a new one each time. */
  readonly seed?: number;
  /** Cases known to fail, each with its reason. They are run, and one that passes fails the suite. */
  readonly knownFailures?: Readonly<Record<string, string>>;
}

/** Makes sound items of some media types; of a kind, where a media type has several. */
export type Samples = Readonly<Record<string, (number: number, kind?: ItemKind) => Uint8Array>>;

/** Parts of an item to be stored; what is left out is sound and new. */
export type ItemWishes = Partial<NewItem> & {
  readonly bytes?: Uint8Array;
  readonly mediaType?: string;
  readonly kind?: ItemKind;
};

/** What came out of a case. */
export type Outcome = 'pass' | 'fail' | 'skip' | 'known-failure';

/** One line of a report. */
export interface CaseReport {
  readonly id: string;
  readonly outcome: Outcome;
  /** The capability that is missing, the reason of a known failure, or what went wrong. */
  readonly reason?: string;
}

/** What {@link runConformance} found: plain JSON. */
export interface Report {
  readonly backend: string;
  readonly contract: number;
  readonly kit: number;
  readonly cases: readonly CaseReport[];
}
