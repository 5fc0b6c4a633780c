import { describe, expect, it } from 'vitest';
import { MapistoreError } from '../../src/errors/error.ts';
import { retry } from '../../src/interceptors/retry.ts';
import { timeout } from '../../src/interceptors/timeout.ts';
import { call } from './support.ts';

const away = (details = {}): MapistoreError => new MapistoreError('UNAVAILABLE', 'away', details);

/** Fails so many times, then answers; counts the attempts. */
function flaky(failures: number, error: () => unknown = away) {
  const self = {
    attempts: 0,
    next: async () => {
      if (self.attempts++ < failures) throw error();
      return 'answer';
    },
  };
  return self;
}

describe('retry', () => {
  it('repeats a read that may be repeated until it is answered', async () => {
    const server = flaky(2);
    expect(await retry({ delayMs: 1 })(call('listItems'), server.next)).toBe('answer');
    expect(server.attempts).toBe(3);
  });

  it('says exhausted, with the same code, when the last attempt fails', async () => {
    const server = flaky(9);
    await expect(retry({ delayMs: 1 })(call('changes'), server.next)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      retry: 'exhausted',
    });
    expect(server.attempts).toBe(3);
  });

  it.each([
    'createItem',
    'createItems',
    'updateItem',
    'deleteItem',
    'deleteItems',
    'moveItems',
    'copyItems',
    'createFolder',
  ] as const)('never repeats %s: its answer may have been lost', async (operation) => {
    const server = flaky(1);
    await expect(retry({ delayMs: 1 })(call(operation), server.next)).rejects.toMatchObject({ retry: 'later' });
    expect(server.attempts).toBe(1);
  });

  it('does not repeat what would fail again', async () => {
    for (const error of [() => new MapistoreError('NOT_FOUND', 'gone'), () => new Error('bug')]) {
      const server = flaky(1, error);
      await expect(retry({ delayMs: 1 })(call('readItem'), server.next)).rejects.toThrow();
      expect(server.attempts).toBe(1);
    }
  });

  it('waits as long as the server says, and gives up where that is too long', async () => {
    const patient = flaky(1, () => away({ retryAfterMs: 60 }));
    const start = performance.now();
    await retry({ delayMs: 1 })(call('listItems'), patient.next);
    expect(performance.now() - start).toBeGreaterThanOrEqual(55);
    const closed = flaky(1, () => away({ retryAfterMs: 3_600_000 }));
    await expect(retry()(call('listItems'), closed.next)).rejects.toMatchObject({
      retry: 'exhausted',
      details: { retryAfterMs: 3_600_000 },
    });
    expect(closed.attempts).toBe(1);
  });

  it('stops waiting when it is aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const waiting = retry({ delayMs: 4_000 })(call('listItems', controller.signal), flaky(1).next);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

describe('timeout', () => {
  it('aborts the signal that the backend has, and gives TIMEOUT', async () => {
    let aborted = false;
    const hanging = timeout({ timeoutMs: 20 })(call('listFolders'), ({ request }) => {
      return new Promise((_, reject) => {
        request.signal.addEventListener('abort', () => {
          aborted = true;
          reject(request.signal.reason);
        });
      });
    });
    await expect(hanging).rejects.toMatchObject({ code: 'TIMEOUT', retry: 'later' });
    expect(aborted).toBe(true);
  });

  it('passes the caller’s own abort on, with its reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const hanging = timeout()(call('listFolders', controller.signal), ({ request }) => {
      return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)));
    });
    controller.abort(reason);
    await expect(hanging).rejects.toBe(reason);
  });

  it('does not abort what was answered in time, such as a body still being read', async () => {
    let signal: AbortSignal | undefined;
    await timeout({ timeoutMs: 10 })(call('openBody'), async ({ request }) => {
      signal = request.signal;
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(signal?.aborted).toBe(false);
  });

  it('inside of retry gives each attempt its own time', async () => {
    let attempts = 0;
    const through = (request: Parameters<ReturnType<typeof retry>>[0]) =>
      retry({ delayMs: 1 })(request, (again) =>
        timeout({ timeoutMs: 20 })(again, ({ request: { signal } }) => {
          if (++attempts === 2) return Promise.resolve('answer');
          return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        }),
      );
    expect(await through(call('listFolders'))).toBe('answer');
  });
});
