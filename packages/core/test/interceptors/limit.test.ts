import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limit } from '../../src/interceptors/limit.ts';
import { call } from './support.ts';

/** A call that runs until it is let go. */
function gate(): { readonly open: () => void; readonly run: () => Promise<unknown>; started: boolean } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const self = {
    open: resolve,
    started: false,
    run: async () => {
      self.started = true;
      await promise;
    },
  };
  return self;
}

describe('limit', () => {
  it('lets so many run at once, and the others in the order they came', async () => {
    const through = limit({ concurrency: 2 });
    const gates = Array.from({ length: 5 }, gate);
    const calls = gates.map((each) => through(call(), each.run));
    const started = async (): Promise<readonly boolean[]> => {
      await turn();
      return gates.map((each) => each.started);
    };
    expect(await started()).toEqual([true, true, false, false, false]);
    gates[1]?.open();
    expect(await started()).toEqual([true, true, true, false, false]);
    gates[0]?.open();
    expect(await started()).toEqual([true, true, true, true, false]);
    for (const each of gates) each.open();
    await Promise.all(calls);
  });

  it('is never exceeded, and a newcomer never passes one that waits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.nat({ max: 3 }), { maxLength: 12 }),
        async (concurrency, waits) => {
          const through = limit({ concurrency });
          const order: number[] = [];
          let running = 0;
          let most = 0;
          const work = (index: number, ticks: number) => async (): Promise<void> => {
            order.push(index);
            most = Math.max(most, ++running);
            for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
            running--;
          };
          const calls: Promise<unknown>[] = [];
          for (const [index, ticks] of waits.entries()) {
            calls.push(through(call(), work(index, ticks)));
            // New calls come at any moment, also between the end of one and the start of the next.
            for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
          }
          await Promise.all(calls);
          expect(most).toBeLessThanOrEqual(concurrency);
          // With more places than one, two that start together do so within the same turn.
          if (concurrency === 1) expect(order).toEqual(waits.map((_, index) => index));
        },
      ),
    );
  });

  it('gives its place free after a failure', async () => {
    const through = limit({ concurrency: 1 });
    await expect(through(call(), async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await through(call(), async () => 'next')).toBe('next');
  });

  it('lets a waiting call leave when it is aborted, and the next one has its turn', async () => {
    const through = limit({ concurrency: 1 });
    const [first, last] = [gate(), gate()];
    const running = through(call(), first.run);
    const controller = new AbortController();
    const reason = new Error('enough');
    const leaving = through(call('listItems', controller.signal), async () => 'never');
    const waiting = through(call(), last.run);
    controller.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    first.open();
    await running;
    await turn();
    expect(last.started).toBe(true);
    last.open();
    await waiting;
  });
});
