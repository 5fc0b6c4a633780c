import { randomBytes } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { MapistoreError } from '@mapistore/core';
import { damaged, failure } from '../errors.ts';
import { syncFolder } from './files/durable.ts';
import { readManifest, writeManifest } from './files/manifest-file.ts';
import { createSegment } from './files/new-segment.ts';
import { SegmentFiles } from './files/segment-files.ts';
import type { Manifest } from './format/manifest.ts';
import { type Encryption, Sealer } from './format/seal.ts';
import { IndexFile, removeIndex } from './index-file/index-file.ts';
import { RawReader } from './reading/raw-reader.ts';
import { deriveManifest, segmentsIn } from './upkeep/derive.ts';
import { type Replay, replay } from './upkeep/replay.ts';

/** An archive as it is between two compactions: what every reader and writer works on. */
export interface Life extends Replay {
  readonly raw: RawReader;
  /** Undefined where the index is in memory. */
  readonly indexFile: string | undefined;
  /** Whether the manifest was made from the segments, since the file is lost or damaged. */
  readonly derived: boolean;
}

/** Where the index lies. */
export function indexPath(folder: string): string {
  return path.join(folder, 'index.sqlite');
}

/** Finds the manifest, or makes it from the segments. @throws UNAVAILABLE where no archive is there */
export async function findManifest(
  folder: string,
  secret: string | undefined,
): Promise<{ readonly manifest: Manifest; readonly derived: boolean }> {
  const read = readManifest(folder);
  if (typeof read === 'object') return { manifest: read, derived: false };
  const files = new SegmentFiles(folder);
  try {
    const derived = await deriveManifest(folder, files, (encryption) => sealerFor(secret, encryption));
    if (derived !== undefined) return { manifest: derived, derived: true };
  } finally {
    await files.close();
  }
  if (read === 'damaged' || (await segmentsIn(folder)).length > 0)
    throw damaged('Neither the manifest nor any segment of the archive can be read');
  throw failure('UNAVAILABLE', 'There is no archive in that folder; is its disk mounted?');
}

/** Makes an empty archive. */
export async function createArchive(folder: string, secret: string | undefined, sync: boolean): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const sealer = secret === undefined ? undefined : await Sealer.create(secret);
  const archive = randomBytes(16).toString('hex');
  const writer = await createSegment(folder, { archive, segment: 1, generation: 1 }, sealer, sync);
  await writer.close();
  await writeManifest(folder, { archive, generation: 1, segments: [1], encryption: sealer?.encryption ?? null }, sync);
  if (sync) await syncFolder(path.dirname(folder)).catch(() => undefined);
}

/** The key of an archive. @throws UNAUTHENTICATED, CONFIG_INVALID for a secret where nothing is encrypted */
async function sealerFor(secret: string | undefined, encryption: Encryption | null): Promise<Sealer | undefined> {
  if (encryption === null) {
    if (secret === undefined) return undefined;
    throw failure(
      'CONFIG_INVALID',
      'The mount names a secret, and the archive is not encrypted. Leave the secret out, or encrypt it with "mapistore archive compact --new-secret".',
    );
  }
  if (secret !== undefined) return Sealer.open(secret, encryption);
  throw failure(
    'UNAUTHENTICATED',
    'The archive is encrypted; name its secret: --secret env:NAME or --secret file:PATH.',
  );
}

/** Opens what a manifest names. The index may be behind: {@link catchUp} brings it up to the segments. */
export async function openLife(
  folder: string,
  found: { readonly manifest: Manifest; readonly derived: boolean },
  secret: string | undefined,
): Promise<Life> {
  const { manifest, derived } = found;
  const sealer = await sealerFor(secret, manifest.encryption);
  const { index, indexFile } = openIndex(folder, sealer !== undefined);
  const files = new SegmentFiles(folder);
  return {
    folder,
    manifest,
    derived,
    sealer,
    files,
    index,
    indexFile,
    raw: new RawReader(files, { archive: manifest.archive, sealer }, index),
  };
}

/**
 * An encrypted archive has its index in memory: it would tell names and flags. So has one that may only be read, and one that
 * is so small that its commits are read as fast; see {@link wantsIndexFile}.
 */
function openIndex(
  folder: string,
  sealed: boolean,
): { readonly index: IndexFile; readonly indexFile: string | undefined } {
  const file = indexPath(folder);
  if (!sealed && existsSync(file))
    try {
      return { index: IndexFile.open(file), indexFile: file };
    } catch (error) {
      if (!isReadOnly(error)) throw error;
    }
  return { index: IndexFile.open(undefined), indexFile: undefined };
}

function isReadOnly(error: unknown): boolean {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  // SQLITE_READONLY and SQLITE_CANTOPEN.
  return typeof code === 'number' && [8, 14].includes(code & 0xff);
}

/** Records are read one by one at opening, contents many at a time. */
const CONTENTS_PER_RECORD = 5;

/** Whether an archive has become so large that its index should lie in a file. */
export function wantsIndexFile({ index, indexFile, sealer }: Life, from: number): boolean {
  if (indexFile !== undefined || sealer !== undefined) return false;
  const count = (table: string): number => Number(index.get(`select count(*) as rows from ${table}`)?.['rows'] ?? 0);
  return count('contents') > from || count('records') * CONTENTS_PER_RECORD > from;
}

/** Makes the file of the index: of what the segments say, whole from its first moment on. */
export async function makeIndexFile(life: Life): Promise<void> {
  const file = indexPath(life.folder);
  removeIndex(`${file}.new`);
  const index = IndexFile.open(`${file}.new`);
  try {
    await replay({ ...life, index });
  } finally {
    index.close();
  }
  renameSync(`${file}.new`, file);
}

/** Makes an index from the segments alone, beside the one that is in use, and puts it in its place in one step. */
export async function rebuildIndex(life: Life): Promise<void> {
  if (life.indexFile === undefined) throw new TypeError('an index in memory is not replaced but opened anew');
  const file = `${life.indexFile}.new`;
  removeIndex(file);
  try {
    const index = IndexFile.open(file);
    try {
      await replay({ ...life, index });
    } finally {
      index.close();
    }
    life.index.takeOver(file);
  } finally {
    removeIndex(file);
  }
}

export async function closeLife(life: Life): Promise<void> {
  await life.files.close();
  life.index.close();
}

/** Whether a read found a segment gone that the index still names. */
export function isMissingSegment(error: unknown): boolean {
  return MapistoreError.is(error, 'UNAVAILABLE') && error.details.context?.['missing'] === true;
}
