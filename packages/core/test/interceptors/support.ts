import type { Call, Operation } from '../../src/interceptors/intercept.ts';

/** A call on its way to a backend. */
export function call(operation: Operation = 'listItems', signal: AbortSignal = new AbortController().signal): Call {
  return { backend: 'test', mount: '/Mail', operation, request: { signal } };
}
