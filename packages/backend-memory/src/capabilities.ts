import {
  type BackendDescription,
  type Capabilities,
  type Capability,
  NO_CAPABILITIES,
  type Traits,
} from '@mapistore/core';
import type { MemoryBackendOptions } from './options.ts';

/** Everything the contract knows, less what the options switch off. */
function capabilitiesOf(without: readonly Capability[]): Capabilities {
  const all = Object.fromEntries(Object.keys(NO_CAPABILITIES).map((name) => [name, true])) as Record<
    Capability,
    boolean
  >;
  for (const name of without) all[name] = false;
  return all;
}

function traitsOf(options: MemoryBackendOptions): Traits {
  return {
    bytes: options.bytes ?? 'exact',
    ifRevision: 'atomic',
    keepsReceived: options.keepsReceived ?? true,
    keywords: options.without?.includes('setFlags') ? 'none' : (options.keywords ?? 'any'),
    caseSensitiveNames: options.caseSensitiveNames ?? true,
    ...(options.maxBodyBytes !== undefined && { maxBodyBytes: options.maxBodyBytes }),
    ...(options.maxNameBytes !== undefined && { maxNameBytes: options.maxNameBytes }),
    ...(options.maxBatchItems !== undefined && { maxBatchItems: options.maxBatchItems }),
  };
}

/** What the backend says of itself. */
export function describe(options: MemoryBackendOptions): BackendDescription {
  return Object.freeze({
    name: options.name ?? 'memory',
    kinds: Object.freeze(
      options.kinds ?? ['mail', 'event', 'task', 'note', 'contact', 'journal'],
    ) as BackendDescription['kinds'],
    accepts: Object.freeze(options.accepts ?? ['message/rfc822', 'text/calendar', 'text/vcard', 'text/markdown']),
    capabilities: Object.freeze(capabilitiesOf(options.without ?? [])),
    traits: Object.freeze(traitsOf(options)),
  });
}
