import { Held } from '../bytes/held.ts';
import { restoreLineEnds } from '../bytes/line-ends.ts';
import { digestOf, sha256Of } from '../bytes/scan.ts';
import type { Backend, ItemWritten } from '../contract/backend.ts';
import type { Prepared } from './prepare.ts';

/** What a backend made of an item. */
export interface Compared {
  /** Of the bytes as they are stored. */
  readonly sha256: string;
  readonly size: number;
  /** Whether the original is what is stored, can be made of that, or is not there. */
  readonly original: 'stored' | 'but for line ends' | 'lost';
}

/** An item that was written. */
export interface Comparison {
  readonly backend: Backend;
  readonly folder: string;
  readonly prepared: Pick<Prepared, 'sha256' | 'lineEnds'>;
  readonly written: ItemWritten;
  readonly signal: AbortSignal;
}

type Chunks = AsyncIterable<Uint8Array>;

/** Reads an item back and compares it with the original; `chunks` are its bytes where they are on their way already. */
export async function compare(comparison: Comparison, chunks?: Chunks): Promise<Compared> {
  const { backend, prepared } = comparison;
  const held = new Held();
  const stored = await digestOf(held.pass(chunks ?? (await open(comparison))));
  if (stored.sha256 === prepared.sha256) return { ...stored, original: 'stored' };
  if (prepared.lineEnds === undefined || backend.description.traits.bytes === 'exact')
    return { ...stored, original: 'lost' };
  const again = held.bytes === undefined ? await open(comparison) : one(held.bytes);
  const restored = await sha256Of(restoreLineEnds(again, prepared.lineEnds));
  return { ...stored, original: restored === prepared.sha256 ? 'but for line ends' : 'lost' };
}

async function open({ backend, folder, written: { key, stored }, signal }: Comparison): Promise<Chunks> {
  return stored === undefined ? backend.openBody({ signal, folder, key }) : one(stored);
}

async function* one(bytes: Uint8Array): Chunks {
  yield bytes;
}
