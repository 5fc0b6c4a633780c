/** Part of a body: from byte `start` up to, not including, byte `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

/** What opening a body needs. */
export interface OpenSource {
  readonly signal: AbortSignal;
  readonly range?: ByteRange;
}

/**
 * Bytes to be written, as a factory and not a stream, so that a repeat can read them again. Each `open` starts
 * afresh and gives the same bytes.
 */
export interface BodySource {
  /** Lower case, no parameters. */
  readonly mediaType: string;
  /**
   * Exact number of bytes where it is known; a backend that must know it first reads the source itself. More or fewer
   * bytes than that are INVALID_CONTENT, and nothing is stored.
   */
  readonly size?: number;
  /** All of it, where it is in memory already: the same bytes as `open` gives, never altered by anybody. */
  readonly bytes?: Uint8Array;
  /** A chunk is valid until the next one is asked for: who keeps it copies it. */
  open(request: OpenSource): AsyncIterable<Uint8Array>;
}

/** Bytes being read. Consume it once, or dispose of it: `await using body = await backend.openBody(…)`. */
export interface Body extends AsyncIterable<Uint8Array>, AsyncDisposable {
  readonly mediaType: string;
  /** A hint, as good as what the server says of itself. The end of the bytes decides, not this number. */
  readonly size?: number;
}
