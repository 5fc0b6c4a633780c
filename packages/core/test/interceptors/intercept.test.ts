import { describe, expect, it } from 'vitest';
import type { Backend } from '../../src/contract/backend.ts';
import { MapistoreError } from '../../src/errors/error.ts';
import { type Interceptor, intercept } from '../../src/interceptors/intercept.ts';
import { log, type Measurement, metrics } from '../../src/interceptors/observe.ts';

const { signal } = new AbortController();

/** A backend that answers `listItems` and `quota`, and notes with which `this` it was called. */
function backend(answer: () => Promise<unknown> = async () => ({ items: [] })): Backend & { self?: unknown } {
  const made = {
    description: { name: 'test' },
    self: undefined as unknown,
    listItems() {
      made.self = this;
      return answer();
    },
    quota: async () => ({ usedBytes: 1 }),
    [Symbol.asyncDispose]: async () => undefined,
  };
  return made as never;
}

describe('interceptors', () => {
  it('stand in the order they are given, the first outermost, and call the backend as itself', async () => {
    const seen: string[] = [];
    const note =
      (name: string): Interceptor =>
      async (call, next) => {
        seen.push(`${name} in ${call.operation} ${call.mount} ${call.backend}`);
        const answer = await next(call);
        seen.push(`${name} out`);
        return answer;
      };
    const inner = backend();
    const outer = intercept(inner, '/Mail', [note('a'), note('b')]);
    await outer.listItems({ signal, folder: '', limit: 1, detail: 'head' });
    expect(seen).toEqual(['a in listItems /Mail test', 'b in listItems /Mail test', 'b out', 'a out']);
    expect(inner.self).toBe(inner);
  });

  it('leave absent methods absent and present ones present', () => {
    const outer = intercept(backend(), '/', []);
    expect(typeof outer.quota).toBe('function');
    expect('createItem' in outer || 'watch' in outer || 'openBodies' in outer).toBe(false);
  });
});

describe('log and metrics', () => {
  const secret = 'Dear Bob, the safe opens with 4711';
  const request = { signal, folder: secret, limit: 1, detail: 'head', cursor: secret } as const;

  it('tell duration and outcome, and nothing of a request, an answer or an error', async () => {
    const lines: unknown[] = [];
    const logger = {
      debug: (...line: unknown[]) => lines.push(line),
      info: (...line: unknown[]) => lines.push(line),
      warn: (...line: unknown[]) => lines.push(line),
    };
    const good = intercept(
      backend(async () => ({ items: [secret] })),
      '/Mail',
      [log(logger)],
    );
    await good.listItems(request);
    const bad = intercept(
      backend(async () => Promise.reject(new MapistoreError('UNAVAILABLE', secret))),
      '/Mail',
      [log(logger)],
    );
    await expect(bad.listItems(request)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(lines).toMatchObject([
      ['backend call', { operation: 'listItems', outcome: 'ok' }],
      ['backend call failed', { operation: 'listItems', outcome: 'UNAVAILABLE' }],
    ]);
    expect(JSON.stringify(lines)).not.toContain('4711');
  });

  it('tell aborts from failures', async () => {
    const measured: Measurement[] = [];
    const through = metrics((measurement) => measured.push(measurement));
    const aborted = AbortSignal.abort(new Error('enough'));
    const outer = intercept(
      backend(async () => Promise.reject(aborted.reason)),
      '/Mail',
      [through],
    );
    await expect(outer.listItems({ ...request, signal: aborted })).rejects.toThrow('enough');
    await expect(outer.listItems(request)).rejects.toThrow('enough');
    expect(measured.map(({ outcome }) => outcome)).toEqual(['aborted', 'UNEXPECTED']);
  });
});
