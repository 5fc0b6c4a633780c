import { type ErrorCode, type ErrorDetails, MapistoreError } from '@mapistore/core';

/** Makes an error of this backend. */
export function failure(
  code: ErrorCode,
  message: string,
  more: Pick<ErrorDetails, 'context' | 'cause' | 'operation'> = {},
): MapistoreError {
  return new MapistoreError(code, message, { backend: 'archive', ...more });
}

/** Damage in the archive's own files: what could not be read, and what to do. */
export function damaged(what: string, context: NonNullable<ErrorDetails['context']> = {}): MapistoreError {
  return failure('INVALID_CONTENT', `${what}. "mapistore archive check" says what is hit, "repair" saves the rest.`, {
    context,
  });
}

/** What the error numbers of the system mean to a caller, with what to do about each. */
const MEANINGS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOENT: ['UNAVAILABLE', 'a file of the archive is not there; is its disk mounted?'],
  ENOTDIR: ['UNAVAILABLE', 'the path is not a folder'],
  EISDIR: ['INVALID_CONTENT', 'a folder lies where a file should be'],
  EACCES: ['FORBIDDEN', 'this user may not; check owner and mode'],
  EPERM: ['FORBIDDEN', 'this user may not; check owner and mode'],
  EROFS: ['FORBIDDEN', 'the file system is read-only'],
  ENOSPC: ['QUOTA_EXCEEDED', 'the disk is full; make room'],
  EDQUOT: ['QUOTA_EXCEEDED', 'the quota of this user is used up; make room'],
  EFBIG: ['TOO_LARGE', 'this file system or user may not have a file of that size'],
  EIO: ['UNAVAILABLE', 'the disk does not answer; try again later'],
  ESTALE: ['UNAVAILABLE', 'the file server forgot the folder; try again later'],
  EMFILE: ['UNAVAILABLE', 'too many files are open; try again later'],
  ENFILE: ['UNAVAILABLE', 'too many files are open; try again later'],
};

/** Primary result codes of SQLite (sqlite.org/rescode.html) that mean something to a caller. */
const SQLITE_MEANINGS: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  5: ['BUSY', 'another process holds it; try again in a moment'],
  8: ['FORBIDDEN', 'its files may not be written; check owner and mode'],
  10: ['UNAVAILABLE', 'the disk reports an error'],
  13: ['QUOTA_EXCEEDED', 'the disk is full; make room'],
  14: ['FORBIDDEN', 'its files cannot be opened; check owner and mode'],
};

/** SQLITE_ERROR (of statements that are all ours: a table or column is gone), SQLITE_CORRUPT, SQLITE_MISMATCH, SQLITE_NOTADB. */
const BROKEN: ReadonlySet<number | undefined> = new Set([1, 11, 20, 26]);

/** Turns a failure of the system or of SQLite into one of ours; undefined for what is none of theirs. */
export function translate(error: unknown, what: string, operation?: string): MapistoreError | undefined {
  if (MapistoreError.is(error)) return error;
  if (isBrokenIndex(error)) return damaged('The index of the archive is damaged', { index: 'damaged' });
  const [code, advice] = MEANINGS[errnoOf(error) ?? ''] ?? SQLITE_MEANINGS[sqliteCode(error) ?? -1] ?? [];
  if (code === undefined) return undefined;
  const details = { cause: error, ...(operation !== undefined && { operation }) };
  return failure(code, `${what}: ${advice}.`, details);
}

/** The error number of a failed call of the system, such as `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Whether SQLite says that its file is damaged, in its words or in ours. */
export function isBrokenIndex(error: unknown): boolean {
  if (MapistoreError.is(error)) return error.details.context?.['index'] === 'damaged';
  return BROKEN.has(sqliteCode(error));
}

/** Whether another process holds a lock of SQLite. */
export function isLocked(error: unknown): boolean {
  return sqliteCode(error) === 5;
}

function sqliteCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}
