import { type ErrorCode, type ErrorDetails, MapistoreError } from '@mapistore/core';

/** Makes an error of this backend. */
export function failure(
  operation: string,
  code: ErrorCode,
  message: string,
  more: Pick<ErrorDetails, 'context' | 'cause'> = {},
): MapistoreError {
  return new MapistoreError(code, message, { backend: 'fs', operation, ...more });
}

/** What the error numbers of the system mean to a caller, with what to do about each. */
const MEANINGS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOENT: ['NOT_FOUND', 'it does not exist (any more); list the folder again'],
  ENOTDIR: ['NOT_FOUND', 'it does not exist (any more); list the folders again'],
  EEXIST: ['ALREADY_EXISTS', 'that name is taken; choose another'],
  ENOTEMPTY: ['NOT_EMPTY', 'it still holds something; empty it first'],
  ELOOP: ['OUTSIDE_MOUNT', 'it is a link, and links are not followed'],
  ENAMETOOLONG: ['INVALID_NAME', 'the name is too long for this file system; choose a shorter one'],
  EILSEQ: ['INVALID_NAME', 'this file system cannot hold that name; choose another'],
  EXDEV: ['UNSUPPORTED', 'the two places are on different disks; move what is in it instead'],
  EACCES: ['FORBIDDEN', 'this user may not; check owner and mode'],
  EPERM: ['FORBIDDEN', 'this user may not; check owner and mode'],
  EROFS: ['FORBIDDEN', 'the file system is read-only'],
  ENOSPC: ['QUOTA_EXCEEDED', 'the disk is full; make room'],
  EDQUOT: ['QUOTA_EXCEEDED', 'the quota of this user is used up; make room'],
  EFBIG: ['TOO_LARGE', 'this file system or user may not have a file of that size'],
  EIO: ['UNAVAILABLE', 'the disk does not answer; try again later'],
  ENOTCONN: ['UNAVAILABLE', 'the file server does not answer; try again later'],
  ESTALE: ['UNAVAILABLE', 'the file server forgot the folder; try again later'],
  EHOSTDOWN: ['UNAVAILABLE', 'the file server does not answer; try again later'],
  EHOSTUNREACH: ['UNAVAILABLE', 'the file server does not answer; try again later'],
  ETIMEDOUT: ['UNAVAILABLE', 'the file server does not answer; try again later'],
  ENODEV: ['UNAVAILABLE', 'the disk is gone; try again when it is back'],
  ENXIO: ['UNAVAILABLE', 'the disk is gone; try again when it is back'],
  EMFILE: ['UNAVAILABLE', 'too many files are open; try again later'],
  ENFILE: ['UNAVAILABLE', 'too many files are open; try again later'],
  EBUSY: ['UNAVAILABLE', 'the system uses it; try again later'],
};

/** Turns a failure of the system into one of ours. Errors that are ours already stay as they are. */
export function translate(error: unknown, operation: string, what: string): MapistoreError {
  if (MapistoreError.is(error)) return error;
  if (error instanceof SourceFailure) {
    return MapistoreError.from(error.cause, 'Cannot read what is to be stored', { backend: 'fs', operation });
  }
  const errno = errnoOf(error);
  const [code, advice] = MEANINGS[errno ?? ''] ?? [];
  if (code === undefined) return MapistoreError.from(error, `Cannot ${what}`, { backend: 'fs', operation });
  return failure(operation, code, `Cannot ${what}: ${advice}.`, { cause: error, context: { errno: errno ?? '' } });
}

/** The error number of a failed call of the system, such as `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** A failure of the bytes' source, kept apart so that its own error numbers are not taken for the disk's. */
export class SourceFailure extends Error {
  constructor(cause: unknown) {
    super('The source of the bytes failed.', { cause });
  }
}

/** Runs one operation: an abort stays the signal's own reason, everything else becomes one of our errors. */
export async function guarded<T>(
  about: { readonly operation: string; readonly what: string; readonly signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  about.signal.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    if (about.signal.aborted) throw about.signal.reason;
    throw translate(error, about.operation, about.what);
  }
}
