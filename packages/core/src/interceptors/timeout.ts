import { MapistoreError } from '../errors/error.ts';
import type { Interceptor } from './intercept.ts';

/**
 * Breaks a call off after some time: the backend's signal aborts, so its work really stops. Opening a body counts,
 * reading it does not.
 */
export function timeout({ timeoutMs = 300_000 }: { readonly timeoutMs?: number } = {}): Interceptor {
  return async (call, next) => {
    const timer = new AbortController();
    const expire = (): void =>
      timer.abort(
        new MapistoreError(
          'TIMEOUT',
          `The call ${call.operation} on ${call.mount} took longer than ${timeoutMs} ms and was broken off.`,
          { backend: call.backend, operation: call.operation },
        ),
      );
    const handle = setTimeout(expire, timeoutMs);
    try {
      const signal = AbortSignal.any([call.request.signal, timer.signal]);
      return await next({ ...call, request: { ...call.request, signal } });
    } finally {
      clearTimeout(handle);
    }
  };
}
