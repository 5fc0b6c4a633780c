/** Removes what the last build of a package left, so that no file of a deleted source is ever published. */
import { rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
