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

const calendars = new MemoryData();
conformance({
  name: 'backend-memory as a server of calendars',
  open: async () =>
    createMemoryBackend({
      data: calendars,
      folders: 'one-level',
      rootHoldsItems: false,
      kinds: ['event', 'task', 'note', 'journal'],
      accepts: ['text/calendar'],
      without: ['setFlags', 'copyItems', 'moveItems', 'checkpoint'],
      keepsReceived: false,
    }),
});

const contacts = new MemoryData();
conformance({
  name: 'backend-memory as a server of contacts',
  open: async () =>
    createMemoryBackend({ data: contacts, folders: 'one-level', kinds: ['contact'], accepts: ['text/vcard'] }),
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
