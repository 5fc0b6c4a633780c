import { isDeepStrictEqual } from 'node:util';
import { type ErrorCode, MapistoreError } from '@mapistore/core';

/** A rule of the contract that a backend broke. */
export class ConformanceFailure extends Error {
  override readonly name: string = 'ConformanceFailure';
}

/** @throws ConformanceFailure */
export function check(condition: unknown, what: string): asserts condition {
  if (condition !== true && (condition === undefined || condition === null || condition === false))
    throw new ConformanceFailure(what);
}

/** Compares values deeply. @throws ConformanceFailure */
export function equal(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new ConformanceFailure(`${what}: expected ${show(expected)}, got ${show(actual)}`);
}

/** Waits for a refusal with one of these codes; the message never matters. @throws ConformanceFailure */
export async function refuses(
  call: Promise<unknown> | undefined,
  codes: ErrorCode | readonly ErrorCode[],
  what: string,
): Promise<MapistoreError> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    if (!MapistoreError.is(error))
      throw new ConformanceFailure(`${what}: threw something that is no MapistoreError: ${String(error)}`);
    if ([codes].flat().includes(error.code)) return error;
    throw new ConformanceFailure(`${what}: expected ${[codes].flat().join(' or ')}, got ${error.code}`, {
      cause: error,
    });
  }
  throw new ConformanceFailure(
    `${what}: expected ${[codes].flat().join(' or ')}, but it succeeded with ${show(answer)}`,
  );
}

/** The value, where there must be one. @throws ConformanceFailure */
export function need<T>(value: T | undefined | null, what: string): T {
  check(value, what);
  return value;
}

function show(value: unknown): string {
  const text =
    JSON.stringify(value, (_, part) => (part instanceof Uint8Array ? `${part.byteLength} bytes` : part)) ??
    String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
