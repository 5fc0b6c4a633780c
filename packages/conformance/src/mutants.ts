// Backends with one rule broken each, to prove a suite or a runner. Exports only.

import { bodyMutants } from './mutants/bodies.ts';
import { cancellationMutants } from './mutants/cancellation.ts';
import { changeMutants } from './mutants/changes.ts';
import { folderMutants } from './mutants/folders.ts';
import { itemMutants } from './mutants/items.ts';
import { kindMutants } from './mutants/kinds.ts';
import { listingMutants } from './mutants/listings.ts';
import type { Mutant } from './mutants/mutant.ts';
import { restMutants } from './mutants/rest.ts';

export { type Mutant, mutantHarness } from './mutants/mutant.ts';

/** Every mutant. Each case of the suite is failed by at least one of them. */
export const mutants: readonly Mutant[] = [
  ...listingMutants,
  ...folderMutants,
  ...itemMutants,
  ...bodyMutants,
  ...kindMutants,
  ...changeMutants,
  ...cancellationMutants,
  ...restMutants,
];
