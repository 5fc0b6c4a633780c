import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { errnoOf } from '../../errors.ts';
import { MAX_MANIFEST_BYTES } from '../format/limits.ts';
import { formatManifest, type Manifest, parseManifest } from '../format/manifest.ts';
import { replaceFile } from './durable.ts';

/** Where the manifest lies. */
function manifestFile(folder: string): string {
  return path.join(folder, 'manifest.json');
}

/** Reads it; `missing` where there is none, `damaged` where it is not what was written. */
export function readManifest(folder: string): Manifest | 'missing' | 'damaged' {
  const file = manifestFile(folder);
  try {
    if (statSync(file).size > MAX_MANIFEST_BYTES) return 'damaged';
    return parseManifest(readFileSync(file, 'utf8')) ?? 'damaged';
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return 'missing';
    if (errno === 'EISDIR') return 'damaged';
    throw error;
  }
}

/** Replaces it, in one step. */
export async function writeManifest(folder: string, manifest: Manifest, sync: boolean): Promise<void> {
  await replaceFile(manifestFile(folder), formatManifest(manifest), sync);
}

/** Tells one manifest file from the next without reading it. */
export function manifestStamp(folder: string): string {
  const stat = statSync(manifestFile(folder), { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? '' : `${stat.ino} ${stat.mtimeNs} ${stat.size}`;
}
