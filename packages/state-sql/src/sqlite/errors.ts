import { MapistoreError } from '@mapistore/core';

/** Primary result codes of SQLite (sqlite.org/rescode.html) that mean something to a caller. */
const BUSY = 5;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** Turns what the database says into one of our errors; one of ours stays as it is. */
export function stateError(error: unknown, where: string): MapistoreError {
  if (MapistoreError.is(error)) return error;
  const code = primaryCode(error);
  const details = { cause: error, context: { state: where } };
  switch (code) {
    case BUSY:
      return new MapistoreError(
        'BUSY',
        `Cannot write to the state in ${where}: another process holds it; try again in a moment.`,
        details,
      );
    case FULL:
      return new MapistoreError(
        'QUOTA_EXCEEDED',
        `Cannot write to the state in ${where}: the disk is full; free some space and repeat.`,
        details,
      );
    case IOERR:
      return new MapistoreError(
        'UNAVAILABLE',
        `Cannot read or write the state in ${where}: the disk reports an error.`,
        details,
      );
    case CANTOPEN:
      return new MapistoreError(
        'CONFIG_INVALID',
        `Cannot open the state in ${where}: check that the folder exists and may be written.`,
        details,
      );
    case CORRUPT:
    case NOTADB:
      return new MapistoreError(
        'STATE_CORRUPT',
        `The state in ${where} is damaged or no state at all; put back a backup of it.`,
        details,
      );
    default:
      return MapistoreError.from(error, `Cannot use the state in ${where}`, details);
  }
}

function primaryCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}
