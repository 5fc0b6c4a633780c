import type { BodySource, Item, OtherFormats, ParseLimits } from '@mapistore/core';

/** Limits of a parse where the caller names none. */
export const DEFAULT_LIMITS: ParseLimits = { maxTextBytes: 8_388_608, maxDepth: 100, maxParts: 10_000 };

/** What all steps of one parse share. */
export interface ParseContext {
  /** Where attachments read their bytes from, whenever they are opened. */
  readonly source: BodySource;
  /** The same bytes with the start of them in memory, for what is read at once. */
  readonly texts: BodySource;
  readonly signal: AbortSignal;
  readonly limits: ParseLimits;
  /** How many bytes at the start are in memory. */
  readonly buffered: number;
  readonly budget: TextBudget;
  /** How many encoded messages may still be unpacked inside this one. */
  readonly unpack: number;
  /** To read a calendar object in the message with. */
  readonly formats?: OtherFormats;
  parse(source: BodySource, context: ParseContext): Promise<Item>;
}

/** Text that a message may still put into memory, embedded messages included: four times the limit for one body. */
export class TextBudget {
  #left: number;

  constructor(maxTextBytes: number) {
    this.#left = maxTextBytes * 4;
  }

  /** How much of `wanted` may be read. */
  take(wanted: number): number {
    return Math.min(wanted, this.#left);
  }

  spend(bytes: number): void {
    this.#left -= Math.min(bytes, this.#left);
  }
}
