import type { Logger } from '../contract/definition.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Interceptor, Operation } from './intercept.ts';

/** One finished call, for whoever counts them. */
export interface Measurement {
  readonly backend: string;
  readonly mount: string;
  readonly operation: Operation;
  readonly durationMs: number;
  /** `ok`, `aborted`, or the code of the error. */
  readonly outcome: string;
}

/** Reports each call's duration and outcome. A recorder that throws would hide the call's own result, so it must not. */
export function metrics(record: (measurement: Measurement) => void): Interceptor {
  return async ({ backend, mount, operation, request }, next) => {
    const start = performance.now();
    const done = (outcome: string): void =>
      record({ backend, mount, operation, durationMs: performance.now() - start, outcome });
    try {
      const result = await next({ backend, mount, operation, request });
      done('ok');
      return result;
    } catch (error) {
      done(MapistoreError.is(error) ? error.code : request.signal.aborted ? 'aborted' : 'UNEXPECTED');
      throw error;
    }
  };
}

/** Logs each call at `debug`, and each failure at `warn` with its code. Requests are never logged: they hold content. */
export function log(logger: Logger): Interceptor {
  return metrics(({ outcome, durationMs, ...fields }) => {
    const line = { ...fields, outcome, durationMs: Math.round(durationMs) };
    if (outcome === 'ok' || outcome === 'aborted') logger.debug('backend call', line);
    else logger.warn('backend call failed', line);
  });
}
