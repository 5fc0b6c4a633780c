import { type CodeRow, ERROR_CODES, type ErrorCode, type Retry } from './codes.ts';

/** What an error carries besides its code and sentence. Never a secret, never the content of an item. */
export interface ErrorDetails {
  /** Name of the backend that failed, such as `imap`. */
  readonly backend?: string;
  /** The operation of the contract, such as `createItem`. */
  readonly operation?: string;
  /** Overrides the answer of the code's own row. */
  readonly retry?: Retry;
  /** Milliseconds after which the server said it may be asked again. */
  readonly retryAfterMs?: number;
  /** Facts that help, as plain values: a path, a size, a limit. */
  readonly context?: Readonly<Record<string, string | number | boolean>>;
  readonly cause?: unknown;
}

const brand: symbol = Symbol.for('@mapistore/error');

/**
 * The one error that this project throws for expected failures. The message is one sentence that says what could
 * not be done, with which value, and what to do. Compare `code`, never the message.
 */
export class MapistoreError extends Error {
  override readonly name: string = 'MapistoreError';
  readonly code: ErrorCode;
  readonly retry: Retry;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.retry = details.retry ?? (ERROR_CODES[code] as CodeRow).retry;
    this.details = details;
    // A registered symbol, so that a second copy of this package knows our errors too.
    Object.defineProperty(this, brand, { value: 1 });
  }

  /** Tells one of ours, also when it comes from a second copy of this package, where `instanceof` would not. */
  static is(value: unknown, code?: ErrorCode): value is MapistoreError {
    return (
      typeof value === 'object' &&
      value !== null &&
      brand in value &&
      (code === undefined || (value as MapistoreError).code === code)
    );
  }

  /** Gives one of ours back as it is, an abort as it is, and wraps anything else as `UNEXPECTED`. */
  static from(value: unknown, what: string, details: ErrorDetails = {}): MapistoreError {
    if (MapistoreError.is(value)) return value;
    const reason = value instanceof Error ? value.message : String(value);
    return new MapistoreError('UNEXPECTED', `${what}: ${reason}`, { ...details, cause: value });
  }
}
