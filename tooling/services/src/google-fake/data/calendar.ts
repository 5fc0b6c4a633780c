import { randomBytes } from 'node:crypto';
import type { Stored } from './normalise.ts';

/** An event resource as it lies in a calendar. */
export interface Resource extends Stored {
  readonly name: string;
  /** A strong ETag with its quotes. */
  readonly etag: string;
}

/** What changed since a token. */
export interface Changes {
  readonly names: readonly string[];
  readonly sequence: number;
  readonly isTruncated: boolean;
}

/** One calendar in memory. */
export class Calendar {
  readonly id: string;
  readonly owner: string;
  displayName: string;
  description = '';
  color = '#9fe1e7';
  readonly #resources = new Map<string, Resource>();
  /** Names in the order of their last change; only the last change of each counts. */
  readonly #log = new Map<string, number>();
  #sequence = 0;
  #life = randomBytes(4).toString('hex');
  #etag = 63_707_421_469;

  constructor(id: string, owner: string, displayName: string) {
    this.id = id;
    this.owner = owner;
    this.displayName = displayName;
  }

  /** Changes whenever anything in the calendar does: the CalDAV guide, caldav-ctag-02. */
  get ctag(): string {
    return `"${this.#etag}-${this.#sequence}"`;
  }

  get token(): string {
    return this.tokenAt(this.#sequence);
  }

  tokenAt(sequence: number): string {
    return `${this.#life}-${sequence}`;
  }

  names(): readonly string[] {
    return [...this.#resources.keys()];
  }

  get(name: string): Resource | undefined {
    return this.#resources.get(name);
  }

  holderOf(uid: string): Resource | undefined {
    return [...this.#resources.values()].find((resource) => resource.uid === uid);
  }

  put(name: string, stored: Stored): void {
    this.#etag += 1;
    this.#resources.set(name, { ...stored, name, etag: `"${this.#etag}"` });
    this.#note(name);
  }

  remove(name: string): boolean {
    if (!this.#resources.delete(name)) return false;
    this.#note(name);
    return true;
  }

  /** From now on every token given out before is refused (RFC 6578 s.3.2). */
  expireTokens(): void {
    this.#life = randomBytes(4).toString('hex');
  }

  /** What changed since a token, oldest first; undefined where the token is no longer good. An empty token asks for all. */
  changesSince(token: string, limit: number): Changes | undefined {
    const [life, number] = token.split('-');
    const since = token === '' ? 0 : Number(number);
    if (token !== '' && (life !== this.#life || !(since >= 0 && since <= this.#sequence))) return undefined;
    const changed = [...this.#log].filter(
      ([name, sequence]) => sequence > since && (token !== '' || this.#resources.has(name)),
    );
    const part = changed.slice(0, limit);
    const isTruncated = part.length < changed.length;
    return {
      names: part.map(([name]) => name),
      sequence: isTruncated ? (part.at(-1)?.[1] ?? since) : this.#sequence,
      isTruncated,
    };
  }

  #note(name: string): void {
    this.#sequence += 1;
    this.#log.delete(name);
    this.#log.set(name, this.#sequence);
  }
}
