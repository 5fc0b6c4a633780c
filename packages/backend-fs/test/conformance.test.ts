import { withoutAccelerators } from '@mapistore/conformance';
import { conformance } from '@mapistore/conformance/vitest';
import { openFs, temporaryFolder } from './open.ts';

const root = temporaryFolder();
conformance({ name: 'backend-fs', open: () => openFs(root, true) });

const plain = temporaryFolder();
conformance({
  name: 'backend-fs without accelerators',
  open: async () => withoutAccelerators(await openFs(plain, true)),
});
