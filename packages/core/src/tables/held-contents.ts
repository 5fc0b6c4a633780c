import { columnProperties } from '../restriction/columns.ts';
import type { ListingColumn, ListingValue, Place } from '../state/listing.ts';
import { PROPERTIES_OF_ROWS } from './columns.ts';
import { type ListEntry, type ListRows, ListSource } from './list-source.ts';
import type { SourceRequest, TableModel } from './model.ts';
import { comparePlaces } from './sort.ts';
import type { LeafRow, RowSource } from './source.ts';

/** A message that no listing knows: hidden, or soft deleted. */
export interface HeldMessage extends LeafRow {
  /** Another one whenever the message is. */
  readonly cn: number;
  readonly unread: boolean;
  /** What it is sorted by, as listings have it. */
  key(column: ListingColumn): Promise<ListingValue>;
}

/** All of them that are in a folder now. */
type Read = (signal: AbortSignal) => Promise<readonly HeldMessage[]>;

/** A contents table of messages that no listing knows ([MS-OXCFOLD] 2.2.1.14.1, Associated and SoftDeletes). */
export class HeldContentsModel implements TableModel {
  readonly kind = 'contents';
  readonly isSilent = true;
  readonly title: string;
  readonly #read: Read;

  constructor(title: string, read: Read) {
    this.title = title;
    this.#read = read;
  }

  async source({ order, where, signal }: SourceRequest): Promise<RowSource> {
    return new ListSource(new HeldContents(this.#read, { order, where, signal }));
  }

  async columns(): Promise<readonly string[]> {
    return [...columnProperties().filter((name) => name.startsWith('Pid')), ...PROPERTIES_OF_ROWS];
  }
}

class HeldContents implements ListRows {
  readonly #read: Read;
  readonly #request: SourceRequest;
  #state = '';
  #version = 0;
  #messages: ReadonlyMap<number, HeldMessage> = new Map();
  #entries: Promise<readonly ListEntry[]> | undefined;

  constructor(read: Read, request: SourceRequest) {
    this.#read = read;
    this.#request = request;
  }

  get sort(): ListRows['sort'] {
    return this.#request.order.keys;
  }

  get levels(): number {
    return this.#request.order.levels.length;
  }

  async entries(): Promise<readonly ListEntry[]> {
    await this.version();
    this.#entries ??= this.#find().catch((error: unknown) => {
      this.#entries = undefined;
      throw error;
    });
    return this.#entries;
  }

  async rows(places: readonly Place[]): Promise<readonly LeafRow[]> {
    await this.version();
    return places.flatMap(({ mid }) => this.#messages.get(mid) ?? []);
  }

  async midOf(id: string): Promise<number | undefined> {
    await this.version();
    return [...this.#messages.values()].find((message) => message.id === id)?.mid;
  }

  /** What was found of messages is kept for as long as all of them stay as they are. */
  async version(): Promise<number> {
    const messages = await this.#read(this.#request.signal);
    const state = messages.map(({ mid, cn }) => `${mid}:${cn}`).join(' ');
    if (state !== this.#state || this.#version === 0) {
      this.#state = state;
      this.#version++;
      this.#messages = new Map(messages.map((message) => [message.mid, message]));
      this.#entries = undefined;
    }
    return this.#version;
  }

  async #find(): Promise<readonly ListEntry[]> {
    const { order, where, signal } = this.#request;
    const maxima = order.levels.flatMap(({ maximum }) => maximum ?? []);
    const entries: ListEntry[] = [];
    for (const message of this.#messages.values()) {
      signal.throwIfAborted();
      if (where !== undefined && !(await message.matches(where))) continue;
      const values = await Promise.all(order.keys.map(({ column }) => message.key(column)));
      const largest = await Promise.all(maxima.map((column) => message.key(column)));
      entries.push({ place: { values, mid: message.mid }, unread: message.unread, maxima: largest });
    }
    entries.sort((a, b) => comparePlaces(order.keys, a.place, b.place));
    return where?.type === 'count' ? entries.slice(0, where.count) : entries;
  }
}
