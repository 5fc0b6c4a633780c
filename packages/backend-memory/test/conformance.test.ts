import { conformance } from '@mapistore/conformance/vitest';
import { createMemoryBackend, MemoryData } from '../src/index.ts';

const data = new MemoryData();
conformance({ name: 'backend-memory', open: async () => createMemoryBackend({ data }) });

const other = new MemoryData();
conformance({
  name: 'backend-memory as a difficult server',
  open: async () =>
    createMemoryBackend({
      data: other,
      bytes: 'normalising',
      pageSize: 3,
      folderKeys: 'path',
      rekeysOnUpdate: true,
      keywords: 'none',
      caseSensitiveNames: false,
      keepsReceived: false,
      maxNameBytes: 200,
    }),
});

const plain = new MemoryData();
conformance({
  name: 'backend-memory with nothing it could do without',
  open: async () =>
    createMemoryBackend({
      data: plain,
      without: [
        'setFlags',
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
        'quota',
        'count',
      ],
    }),
});
