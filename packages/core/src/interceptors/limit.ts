import type { Interceptor } from './intercept.ts';

/** Lets so many calls to one mount run at once; the others wait their turn, or leave when aborted. */
export function limit({ concurrency = 8 }: { readonly concurrency?: number } = {}): Interceptor {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (call, next) => {
    if (running >= concurrency) await turn(waiting, call.request.signal);
    else running++;
    try {
      return await next(call);
    } finally {
      // The place is handed on, not given free: a newcomer must not slip in before the one that waits.
      const first = waiting.shift();
      if (first === undefined) running--;
      else first();
    }
  };
}

function turn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const go = (): void => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    const leave = (): void => {
      waiting.splice(waiting.indexOf(go), 1);
      reject(signal.reason);
    };
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    waiting.push(go);
  });
}
