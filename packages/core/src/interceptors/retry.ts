import { setTimeout as sleep } from 'node:timers/promises';
import { MapistoreError } from '../errors/error.ts';
import type { Interceptor, Operation } from './intercept.ts';

/** Operations that do the same when done twice. A write whose answer was lost is repeated by intents, never blindly. */
const REPEATABLE: ReadonlySet<Operation> = new Set<Operation>([
  'listFolders',
  'listItems',
  'readItem',
  'openBody',
  'setFlags',
  'changes',
  'query',
  'getItems',
  'checkpoint',
  'quota',
  'count',
]);

/** How often and how long to try again. */
export interface RetryOptions {
  /** Attempts in all; default 3. */
  readonly attempts?: number;
  /** Wait before the second attempt, doubled each time; default 200. The server's own wish goes first. */
  readonly delayMs?: number;
  /** Longest wait; default 5,000. A longer wish of the server's ends the attempts. */
  readonly maxDelayMs?: number;
}

/** Repeats reads that failed with `retry: later`. Must stand outside `timeout`, so that each attempt has its own time. */
export function retry({ attempts = 3, delayMs = 200, maxDelayMs = 5_000 }: RetryOptions = {}): Interceptor {
  return async (call, next) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await next(call);
      } catch (error) {
        if (!MapistoreError.is(error) || error.retry !== 'later' || !REPEATABLE.has(call.operation)) throw error;
        const wait = error.details.retryAfterMs ?? delayMs * 2 ** (attempt - 1);
        if (attempt >= attempts || wait > maxDelayMs) {
          throw new MapistoreError(error.code, error.message, { ...error.details, retry: 'exhausted', cause: error });
        }
        await sleep(wait, undefined, { signal: call.request.signal }).catch(() => call.request.signal.throwIfAborted());
      }
    }
  };
}
