import { createHash } from 'node:crypto';
import { MAX_SEGMENTS } from './limits.ts';
import { type Encryption, isEncryption } from './seal.ts';

/** What an archive consists of. The file `manifest.json` holds it, and is replaced as a whole. */
export interface Manifest {
  /** 32 hex digits: tells archives apart, and the segments of one from those of another. */
  readonly archive: string;
  /** Counts the lives of an archive: each compaction writes all of it anew and begins the next one. */
  readonly generation: number;
  /** Numbers of the segments, in the order in which their commits are read. New data goes to the last. */
  readonly segments: readonly number[];
  readonly encryption: Encryption | null;
}

const FORMAT = 'mapistore-archive';
const VERSION = 1;

/** The manifest as the file holds it: JSON with a SHA-256 of itself, which is taken while it is empty. */
export function formatManifest(manifest: Manifest): string {
  const { archive, generation, segments, encryption } = manifest;
  const text = (sha256: string): string =>
    `${JSON.stringify({ format: FORMAT, version: VERSION, archive, generation, segments, encryption, sha256 })}\n`;
  return text(createHash('sha256').update(text('')).digest('hex'));
}

/** Reads a manifest; undefined for anything that is not exactly what {@link formatManifest} writes. */
export function parseManifest(text: string): Manifest | undefined {
  let value: Partial<Manifest>;
  try {
    value = JSON.parse(text) as Partial<Manifest>;
  } catch {
    return undefined;
  }
  const { archive, generation, segments, encryption } = value ?? {};
  if (typeof archive !== 'string' || !/^[0-9a-f]{32}$/.test(archive) || !isCount(generation)) return undefined;
  if (!Array.isArray(segments) || segments.length > MAX_SEGMENTS || !segments.every(isCount)) return undefined;
  if (segments.some((segment, index) => index > 0 && segment <= (segments[index - 1] as number))) return undefined;
  if (segments.length === 0 || (encryption !== null && !isEncryption(encryption))) return undefined;
  const manifest = { archive, generation, segments, encryption };
  return formatManifest(manifest) === text ? manifest : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0 && (value as number) < 2 ** 32;
}

/** The first record of a segment: enough to make the manifest anew. */
export interface SegmentDescription {
  readonly archive: string;
  readonly segment: number;
  readonly generation: number;
  readonly encryption: Encryption | null;
}

/** What the first record of a segment holds. */
export function formatSegment(description: SegmentDescription): Buffer {
  return Buffer.from(`${JSON.stringify({ format: FORMAT, version: VERSION, ...description })}\n`);
}

/** Reads that; undefined where it is damaged or of another format. */
export function parseSegment(bytes: Buffer): SegmentDescription | undefined {
  try {
    const value = JSON.parse(bytes.toString()) as Partial<SegmentDescription> & { format: unknown; version: unknown };
    const { format, version, archive, segment, generation, encryption } = value;
    if (format !== FORMAT || version !== VERSION || typeof archive !== 'string') return undefined;
    if (!isCount(segment) || !isCount(generation) || (encryption !== null && !isEncryption(encryption)))
      return undefined;
    return { archive, segment, generation, encryption };
  } catch {
    return undefined;
  }
}
