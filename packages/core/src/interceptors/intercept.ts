import type { Backend, Request } from '../contract/backend.ts';

/** Operations that answer once; `openBodies` and `watch` stream and pass untouched. */
const OPERATIONS = {
  listFolders: true,
  listItems: true,
  readItem: true,
  openBody: true,
  createFolder: true,
  updateFolder: true,
  deleteFolder: true,
  createItem: true,
  updateItem: true,
  deleteItem: true,
  setFlags: true,
  changes: true,
  query: true,
  getItems: true,
  createItems: true,
  deleteItems: true,
  copyItems: true,
  moveItems: true,
  checkpoint: true,
  quota: true,
  count: true,
} as const;

/** An operation that an interceptor sees. */
export type Operation = keyof typeof OPERATIONS;

/** One call on its way to a backend. */
export interface Call {
  readonly backend: string;
  readonly mount: string;
  readonly operation: Operation;
  readonly request: Request;
}

/**
 * Something that every call passes: it may look, wait, repeat `next`, or throw. It opens a body at most again before
 * its first byte: a stream that has begun is never restarted.
 */
export type Interceptor = (call: Call, next: (call: Call) => Promise<unknown>) => Promise<unknown>;

/** Puts interceptors before a backend, the first one outermost. Present methods stay present, absent ones absent. */
export function intercept(inner: Backend, mount: string, interceptors: readonly Interceptor[]): Backend {
  const outer: Record<string, unknown> = {};
  for (const operation of Object.keys(OPERATIONS) as Operation[]) {
    const method = inner[operation] as ((request: Request) => Promise<unknown>) | undefined;
    if (method === undefined) continue;
    const last = (call: Call): Promise<unknown> => method.call(inner, call.request);
    const chain = interceptors.reduceRight<(call: Call) => Promise<unknown>>(
      (next, interceptor) => (call) => interceptor(call, next),
      last,
    );
    outer[operation] = (request: Request) => chain({ backend: inner.description.name, mount, operation, request });
  }
  return {
    ...outer,
    description: inner.description,
    ...(inner.openBodies && { openBodies: inner.openBodies.bind(inner) }),
    ...(inner.watch && { watch: inner.watch.bind(inner) }),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  } as Backend;
}
