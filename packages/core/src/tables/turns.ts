import { MapistoreError } from '../errors/error.ts';

/** Lets the calls of one object follow one another, breaks them off, and ends them. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #under = 0;
  #abort = new AbortController();
  #closed = false;

  get busy(): boolean {
    return this.#under > 0;
  }

  /** Aborted when what is under way is to be broken off. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Runs work when all before it is done, whatever became of that. @throws CLOSED, AbortError */
  take<T>(work: () => Promise<T>): Promise<T> {
    this.#under++;
    const { signal } = this;
    const turn = this.#last
      .then(() => {
        this.checkOpen();
        signal.throwIfAborted();
        return work();
      })
      .finally(() => {
        this.#under--;
      });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Breaks off what is under way and what waits; gives whether there was something. */
  abort(): boolean {
    const had = this.busy;
    this.#abort.abort();
    this.#abort = new AbortController();
    return had;
  }

  close(): void {
    this.#closed = true;
    this.#abort.abort();
  }

  /** @throws CLOSED */
  checkOpen(): void {
    if (this.#closed) throw new MapistoreError('CLOSED', 'The table is closed; open it again.');
  }
}
