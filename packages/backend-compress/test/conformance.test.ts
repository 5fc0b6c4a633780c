import { join } from 'node:path';
import { withoutAccelerators } from '@mapistore/conformance';
import { conformance } from '@mapistore/conformance/vitest';
import { openMount } from './mounts.ts';
import { temporaryFolder } from './support.ts';

const folder = temporaryFolder();

conformance({ name: 'backend-compress', open: () => openMount({ folder: join(folder, 'all') }) });

conformance({
  name: 'backend-compress with an index file',
  open: () => openMount({ folder: join(folder, 'indexed'), query: 'indexFrom=0' }),
});

conformance({
  name: 'backend-compress without accelerators',
  open: async () => withoutAccelerators(await openMount({ folder: join(folder, 'plain') })),
});

conformance({
  name: 'backend-compress, encrypted',
  open: () => openMount({ folder: join(folder, 'sealed'), secret: 'correct horse' }),
});
