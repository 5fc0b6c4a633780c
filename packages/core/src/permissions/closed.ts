import { MapistoreError } from '../errors/error.ts';

/**
 * An API of which only a part is open: every other function of it, also one that is added later, says FORBIDDEN. So what
 * nobody thought about is closed, and not a way around.
 */
export function closed<T extends object>(whole: T, open: Partial<T>, name = ''): T {
  const result: Record<PropertyKey, unknown> = {};
  for (const key of Reflect.ownKeys(whole)) {
    const path = name === '' ? String(key) : `${name}.${String(key)}`;
    const given = (open as Record<PropertyKey, unknown>)[key];
    result[key] = given ?? refuse((whole as Record<PropertyKey, unknown>)[key], path);
  }
  return result as T;
}

function refuse(value: unknown, path: string): unknown {
  if (typeof value === 'function') return () => refusal(path);
  return typeof value === 'object' && value !== null ? closed(value, {}, path) : undefined;
}

/** What a refused function gives: a promise that rejects, or a sequence that throws, whichever is expected. */
function refusal(path: string): unknown {
  const error = new MapistoreError('FORBIDDEN', `Only the owner of the store may use "${path}".`, {
    context: { right: 'owner', api: path },
  });
  const promise = Promise.reject(error);
  // Who takes it for a sequence never looks at the promise.
  promise.catch(() => undefined);
  return Object.assign(promise, {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }),
  });
}
