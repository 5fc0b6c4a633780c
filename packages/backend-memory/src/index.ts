// The whole public surface of @mapistore/backend-memory. Exports only.

export { createMemoryBackend } from './backend.ts';
export { MemoryData } from './data.ts';
export { createMemoryDefinition, definition } from './definition.ts';
export { type MemoryFault, MemoryFaults } from './faults.ts';
export type { MemoryBackendOptions, MemoryMountOptions } from './options.ts';
