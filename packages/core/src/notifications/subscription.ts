import type { FolderEvent, MessageEvent, StoreEvent } from './events.ts';

/** An event waiting for a subscriber, with the token of the time before it. */
interface Waiting {
  readonly event: MessageEvent | FolderEvent;
  readonly token: string;
}

/**
 * The events of one subscriber, in the order of what happened. A bounded queue lies in between: who does not ask for long
 * hears one `overflow` instead of what was dropped, and nobody else waits for it.
 */
export class Subscription implements AsyncIterable<StoreEvent>, AsyncDisposable {
  readonly #capacity: number;
  readonly #closed: () => void;
  #queue: Waiting[] = [];
  #overflow: string | undefined;
  #failure: unknown;
  #isOpen = true;
  #wake: (() => void) | undefined;

  /** @internal */
  constructor(capacity: number, closed: () => void) {
    this.#capacity = capacity;
    this.#closed = closed;
  }

  /** @internal */
  push(event: MessageEvent | FolderEvent, token: string): void {
    if (this.#overflow === undefined) {
      if (this.#queue.length < this.#capacity) this.#queue.push({ event, token });
      else {
        this.#overflow = this.#queue[0]?.token ?? token;
        this.#queue = [];
      }
    }
    this.#wake?.();
  }

  /** @internal */
  fail(error: unknown): void {
    this.#failure = error;
    this.close();
  }

  /** Ends the subscription; what waits is not told any more. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#queue = [];
    this.#closed();
    this.#wake?.();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  /** @throws what keeps the state from being read, for good */
  async *[Symbol.asyncIterator](): AsyncIterator<StoreEvent> {
    try {
      while (this.#isOpen) {
        const next = this.#take();
        if (next !== undefined) {
          yield next;
          continue;
        }
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      if (this.#failure !== undefined) throw this.#failure;
    } finally {
      this.close();
    }
  }

  #take(): StoreEvent | undefined {
    const token = this.#overflow;
    this.#overflow = undefined;
    return token === undefined ? this.#queue.shift()?.event : { kind: 'overflow', token };
  }
}
