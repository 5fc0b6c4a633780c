import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { conformance } from '@mapistore/conformance/vitest';
import { afterAll } from 'vitest';
import { openFs } from './open.ts';

const root = mkdtempSync(path.join(tmpdir(), 'mapistore-fs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
conformance({ name: 'backend-fs', open: () => openFs(pathToFileURL(root), true) });
