/**
 * Writes docs/errors.md from core's table of error codes and the command's table of exit statuses.
 *
 *     node --conditions=@mapistore/source scripts/error-reference.ts
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorReference } from './steps/errors.ts';

await writeFile(path.join(import.meta.dirname, '../docs/errors.md'), errorReference());
