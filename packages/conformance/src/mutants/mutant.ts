import { createMemoryBackend, type MemoryBackendOptions, MemoryData } from '@mapistore/backend-memory';
import type { Backend } from '@mapistore/core';
import type { Harness } from '../case.ts';
import type { FullBackend } from '../context.ts';
import { sameObject } from '../same-object.ts';

/** A memory backend with exactly one rule broken: the proof that the named cases can fail. */
export interface Mutant {
  readonly id: string;
  /** What is broken, in one sentence. */
  readonly breaks: string;
  /** Exactly these cases fail. */
  readonly fails: readonly string[];
  /** What the sound backend under it is like. */
  readonly options?: MemoryBackendOptions;
  /** Contents that misbehave themselves. */
  readonly data?: () => MemoryData;
  /** The methods that are broken. Asked once per opening. */
  break?(sound: FullBackend, data: MemoryData): Partial<Backend>;
  /** True where each opening gets contents of its own. */
  readonly forgets?: boolean;
}

/** A harness that runs the suite against a mutant. */
export function mutantHarness(mutant: Mutant): Harness {
  const shared = mutant.data?.() ?? new MemoryData();
  return {
    name: `mutant ${mutant.id}`,
    timeoutMs: 150,
    seed: 1,
    // Where the mutant says that it writes objects anew.
    same: sameObject,
    open: async () => {
      const data = mutant.forgets === true ? new MemoryData() : shared;
      const sound = createMemoryBackend({ ...mutant.options, data });
      return { ...sound, ...mutant.break?.(sound as FullBackend, data) };
    },
  };
}
