import { restoreLineEnds } from '../bytes/line-ends.ts';
import { sha256Of } from '../bytes/scan.ts';
import type { ItemEntry } from '../contract/entries.ts';
import type { Engine } from '../engine/engine.ts';
import { type HeadColumns, headColumns } from '../read/item-row.ts';
import type { Target } from './place.ts';

/** A stored item that may be one of a begun write. Many intents ask the same of it, so each answer is made once. */
export class Candidate {
  readonly entry: ItemEntry;
  readonly #engine: Engine;
  readonly #target: Target;
  readonly #signal: AbortSignal;
  readonly #digests = new Map<string, string>();
  #columns: Promise<HeadColumns | undefined> | undefined;

  constructor(engine: Engine, target: Target, entry: ItemEntry, signal: AbortSignal) {
    this.entry = entry;
    this.#engine = engine;
    this.#target = target;
    this.#signal = signal;
  }

  /** Of the bytes as they lie there, or with other line ends. */
  async digest(lineEnds?: Uint8Array): Promise<string> {
    const name = lineEnds === undefined ? '' : `restored ${Buffer.from(lineEnds).toString('base64')}`;
    const known = this.#digests.get(name);
    if (known !== undefined) return known;
    const body = await this.#target.backend.openBody(this.#request);
    const digest = await sha256Of(lineEnds === undefined ? body : restoreLineEnds(body, lineEnds));
    this.#digests.set(name, digest);
    return digest;
  }

  /** What a list shows of it; undefined where the backend gives no head. */
  columns(): Promise<HeadColumns | undefined> {
    this.#columns ??= this.#readColumns();
    return this.#columns;
  }

  async #readColumns(): Promise<HeadColumns | undefined> {
    const { mediaType, head } = await this.#target.backend.readItem(this.#request);
    return head === undefined ? undefined : headColumns(this.#engine.formats, mediaType, { head });
  }

  get #request() {
    return { signal: this.#signal, folder: this.#target.folder.backendKey as string, key: this.entry.key };
  }
}
