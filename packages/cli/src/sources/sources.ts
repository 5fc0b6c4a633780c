import { createReadStream } from 'node:fs';
import process from 'node:process';
import { type BodySource, collect, type ImportSource, MapistoreError } from '@mapistore/core';
import { type Found, fileError, findFiles } from './files.ts';
import { type FileKind, kindOf, maildirFlags } from './kinds.ts';
import { mboxSources } from './mbox.ts';
import { type ObjectType, objectSources } from './objects.ts';
import { fileSource, type Kept, Spool } from './spool.ts';

const START_BYTES = 65_536;

/** Files and folders, one after the other, as sources of an import. A file is never held in memory as a whole. */
export class ImportSources implements AsyncIterable<ImportSource> {
  readonly #names: readonly string[];
  readonly #signal: AbortSignal;
  readonly #spool = new Spool();
  readonly #kept = new Map<string, Kept>();
  #total = 0;
  #read = 0;

  constructor(names: readonly string[], signal: AbortSignal) {
    this.#names = names;
    this.#signal = signal;
  }

  /** Looks how much there is, so that `done` can tell. */
  async measure(): Promise<void> {
    for await (const found of findFiles(this.#names)) {
      this.#signal.throwIfAborted();
      if ('file' in found) this.#total += found.size;
    }
  }

  /** How much was read, from 0 to 1. */
  get done(): number {
    return this.#total === 0 ? 0 : Math.min(1, this.#read / this.#total);
  }

  /** Tells that the source of this label is stored, and what was kept for it may go. */
  release(label: string): void {
    const kept = this.#kept.get(label);
    if (kept === undefined) return;
    this.#kept.delete(label);
    void this.#spool.release(kept);
  }

  async dispose(): Promise<void> {
    await this.#spool.dispose();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<ImportSource> {
    for await (const found of findFiles(this.#names)) {
      this.#signal.throwIfAborted();
      try {
        yield* this.#sourcesOf(found);
      } catch (error) {
        this.#signal.throwIfAborted();
        yield { label: found.label, error: fileError(found.label, error) };
      }
    }
  }

  async *#sourcesOf(found: Found): AsyncIterable<ImportSource> {
    const { label } = found;
    if ('error' in found) return yield { label, error: found.error };
    if ('stream' in found) {
      const stream = found.stream === '-' ? process.stdin : createReadStream(found.stream);
      const kept = await this.#spool.keep(stream as AsyncIterable<Uint8Array>);
      this.#kept.set(label, kept);
      const name = found.stream === '-' ? 'standard input' : label;
      return yield* this.#ofKind({ label, name, open: kept.source });
    }
    const before = this.#read;
    yield* this.#ofKind({ label, name: label, open: (mediaType) => fileSource(found.file, mediaType, found.size) });
    this.#read = before + found.size;
  }

  async *#ofKind(opened: Opened): AsyncIterable<ImportSource> {
    const { label, name, open } = opened;
    const signal = this.#signal;
    const start = await collect(open('').open({ signal, range: { start: 0, end: START_BYTES } }));
    const kind: FileKind = await kindOf(name, start);
    if (kind === 'mbox') return yield* this.#ofMbox(opened);
    if (kind === 'text/calendar' || kind === 'text/vcard') return yield* this.#ofObjects(opened, kind);
    const flags = maildirFlags(name);
    yield { label, body: open(kind), ...(flags !== undefined && { flags }) };
  }

  async *#ofMbox({ label, name, open }: Opened): AsyncIterable<ImportSource> {
    const bytes = this.#counted(open('').open({ signal: this.#signal }));
    let count = 0;
    for await (const source of mboxSources(bytes, label, (message) => this.#spool.keep(message))) {
      count++;
      this.#kept.set(source.label, source.kept);
      yield source;
    }
    if (count === 0) throw new MapistoreError('INVALID_CONTENT', `Cannot import ${name}: there is no mail in it.`);
  }

  async *#ofObjects({ label, open }: Opened, mediaType: ObjectType): AsyncIterable<ImportSource> {
    const bytes = this.#counted(open('').open({ signal: this.#signal }));
    for await (const source of objectSources(bytes, label, mediaType, (object) => this.#spool.keep(object))) {
      this.#kept.set(source.label, source.kept);
      yield source;
    }
  }

  async *#counted(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of chunks) {
      this.#read += chunk.byteLength;
      yield chunk;
    }
  }
}

interface Opened {
  readonly label: string;
  /** For messages. */
  readonly name: string;
  readonly open: (mediaType: string) => BodySource;
}
