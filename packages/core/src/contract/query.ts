import type { Restriction } from '../restriction/restriction.ts';
import type { PageRequest } from './backend.ts';

/** One sort key of a query, a column of the contents table. */
export interface SortKey {
  /** Canonical property name, such as `PidTagMessageDeliveryTime`. */
  readonly property: string;
  readonly descending?: boolean;
}

export interface QueryItems extends PageRequest {
  readonly folder: string;
  readonly restriction?: Restriction;
  readonly sort?: readonly SortKey[];
}

export interface QueryPage {
  readonly keys: readonly string[];
  readonly next?: string;
  /** The part of the restriction that core still has to apply; absent where nothing is left. */
  readonly remainder?: Restriction;
  /** Whether the keys come in the order asked for. */
  readonly sorted: boolean;
}
