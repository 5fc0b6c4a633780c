import { type BackendDefinition, CONTRACT_VERSION, defineBackend, MapistoreError } from '@mapistore/core';
import { createMemoryBackend } from './backend.ts';
import { MemoryData } from './data.ts';
import { type MemoryBackendOptions, type MemoryMountOptions, mountOptions } from './options.ts';

/**
 * Makes a definition with contents of its own. `memory:notes` opened twice through it is the same store, which lives
 * as long as the definition does; after a restart it is UNAVAILABLE and not empty, like a disk that is gone.
 */
export function createMemoryDefinition(options: MemoryBackendOptions = {}): BackendDefinition<MemoryMountOptions> {
  const stores = new Map<string, MemoryData>();
  return defineBackend<MemoryMountOptions>({
    name: options.name ?? 'memory',
    schemes: ['memory'],
    contract: CONTRACT_VERSION,
    options: mountOptions,
    async open(mount) {
      mount.signal.throwIfAborted();
      const name = mount.uri.pathname;
      let data = stores.get(name) ?? options.data;
      if (data === undefined && !mount.create) {
        throw new MapistoreError('UNAVAILABLE', `Cannot open memory:${name}: this process has no store of that name.`, {
          backend: 'memory',
        });
      }
      data ??= new MemoryData();
      stores.set(name, data);
      return createMemoryBackend({ ...options, ...mount.options, data });
    },
  });
}

/** Keeps a store in memory: `memory:anything`. */
export const definition: BackendDefinition<MemoryMountOptions> = createMemoryDefinition();
