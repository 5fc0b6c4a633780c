import type { Backend, BackendEnv } from '@mapistore/core';
import { definition } from '../src/index.ts';

const env: BackendEnv = {
  secret: async () => undefined,
  log: { debug() {}, info() {}, warn() {} },
  clock: () => new Date(),
};

/** Opens a mount for a test. */
export function openFs(uri: URL, create: boolean): Promise<Required<Backend>> {
  return definition.open({ uri, options: {}, create, signal: new AbortController().signal }, env) as Promise<
    Required<Backend>
  >;
}
