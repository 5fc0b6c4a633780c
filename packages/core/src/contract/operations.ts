import { MapistoreError } from '../errors/error.ts';
import type { Request, Result } from './backend.ts';

/** What makes the operations of a backend behave as the contract has it; see {@link operationsOf}. */
export interface Operations<Mount> {
  /** An operation that answers once. */
  call<R extends Request, T>(
    operation: string,
    run: (mount: Mount, request: R) => Promise<T>,
  ): (request: R) => Promise<T>;
  /** An operation that gives values one after the other. */
  stream<R extends Request, T>(
    operation: string,
    run: (mount: Mount, request: R) => AsyncIterable<T>,
  ): (request: R) => AsyncIterable<T>;
}

/**
 * Binds operations to an open mount, for authors of backends: an aborted signal rejects with its own reason, before anything
 * is done and after a failure; every error is a {@link MapistoreError} that names backend and operation, those in the results
 * of single items as well. A TypeError is a programming mistake and stays one.
 * @param asKnown translates errors of the backend's own, such as those of its client; undefined for what it does not know
 */
export function operationsOf<Mount>(
  backend: string,
  mount: Mount,
  asKnown: (error: unknown, what: string, operation: string) => MapistoreError | undefined = () => undefined,
): Operations<Mount> {
  const asError = (error: unknown, operation: string): unknown => {
    const what = `Cannot do ${operation}`;
    const known = asKnown(error, what, operation);
    if (known === undefined && error instanceof TypeError) return error;
    return named(known ?? MapistoreError.from(error, what, { backend, operation }), backend, operation);
  };
  return {
    call: (operation, run) => async (request) => {
      request.signal.throwIfAborted();
      try {
        return namedResults(await run(mount, request), backend, operation);
      } catch (error) {
        request.signal.throwIfAborted();
        throw asError(error, operation);
      }
    },
    stream: (operation, run) =>
      async function* (request) {
        try {
          yield* run(mount, request);
        } catch (error) {
          request.signal.throwIfAborted();
          throw asError(error, operation);
        }
      },
  };
}

/** The same error with the backend and the operation in it, where whoever threw it did not know. */
function named(error: MapistoreError, backend: string, operation: string): MapistoreError {
  if (error.details.operation !== undefined && error.details.backend !== undefined) return error;
  const copy = new MapistoreError(error.code, error.message, { backend, operation, ...error.details });
  if (error.stack !== undefined) copy.stack = error.stack;
  return copy;
}

function namedResults<T>(value: T, backend: string, operation: string): T {
  if (!Array.isArray(value)) return value;
  return value.map((result: Result<unknown>) =>
    result.ok ? result : { ok: false, error: named(result.error, backend, operation) },
  ) as T;
}
