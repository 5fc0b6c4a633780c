import { type ErrorCode, type ErrorDetails, MapistoreError } from '@mapistore/core';

/** Makes the errors of one operation, so that each names its backend and operation. */
export function failure(
  operation: string,
  code: ErrorCode,
  message: string,
  context?: NonNullable<ErrorDetails['context']>,
): MapistoreError {
  return new MapistoreError(code, message, { backend: 'memory', operation, ...(context !== undefined && { context }) });
}
