import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { MapistoreError } from '@mapistore/core';
import type { Selected } from './imap/connection.ts';
import { formatSet, parseSet, type UidRange } from './uids.ts';

/** Where a folder stood, as a sync token holds it. */
export interface Mark {
  readonly uidValidity: string;
  readonly uidNext: number;
  /** HIGHESTMODSEQ; absent where the mailbox has none. */
  readonly modseq?: bigint;
  /** The UIDs that there were, for servers that do not tell which are gone. */
  readonly uids?: readonly UidRange[];
}

/** The mark of a mailbox just selected. */
export function markOf(selected: Selected, uids?: readonly UidRange[]): Mark {
  return {
    uidValidity: selected.uidValidity,
    uidNext: selected.uidNext,
    ...(selected.highestModseq !== undefined && { modseq: selected.highestModseq }),
    ...(uids !== undefined && { uids }),
  };
}

/** A mark as a token. UIDs are packed: 100,000 in a row take as much as one. */
export function tokenOf(mark: Mark): string {
  const parts = ['1', mark.uidValidity, String(mark.uidNext), mark.modseq === undefined ? '' : String(mark.modseq)];
  if (mark.uids !== undefined) parts.push(deflateRawSync(packed(mark.uids)).toString('base64url'));
  return parts.join('.');
}

/** The mark of a token; undefined where it is none of ours. */
export function readToken(token: string): Mark | undefined {
  const [version, uidValidity, uidNext, modseq, uids, ...rest] = token.split('.');
  if (version !== '1' || rest.length > 0 || !/^\d{1,20}$/.test(uidValidity ?? '') || !/^\d{1,10}$/.test(uidNext ?? ''))
    return undefined;
  if (!/^\d{0,19}$/.test(modseq ?? 'x')) return undefined;
  try {
    return {
      uidValidity: uidValidity as string,
      uidNext: Number(uidNext),
      ...(modseq !== '' && { modseq: BigInt(modseq as string) }),
      ...(uids !== undefined && {
        uids: unpacked(
          inflateRawSync(Buffer.from(uids, 'base64url'), { maxOutputLength: 64 * 1024 * 1024 }).toString('latin1'),
        ),
      }),
    };
  } catch {
    return undefined;
  }
}

/** Ranges as gaps and lengths, which repeat and so deflate well. */
function packed(ranges: readonly UidRange[]): Buffer {
  let at = 0;
  const words: string[] = [];
  for (const [first, last] of ranges) {
    words.push(`${(first - at).toString(36)}${last === first ? '' : `:${(last - first).toString(36)}`}`);
    at = last;
  }
  return Buffer.from(words.join(','), 'latin1');
}

function unpacked(text: string): UidRange[] {
  if (text === '') return [];
  let at = 0;
  const ranges = text.split(',').map((word): UidRange => {
    const [gap, length] = word.split(':');
    const first = at + Number.parseInt(gap ?? '', 36);
    at = first + (length === undefined ? 0 : Number.parseInt(length, 36));
    return [first, at];
  });
  return parseSet(formatSet(ranges));
}

/** Where a paged walk over the UIDs of a folder stands. */
export interface Walk {
  readonly uidValidity: string;
  /** The next UID to look at. */
  readonly next: number;
  /** The first UID that is not part of this walk any more. */
  readonly end: number;
  /** How many UIDs to look at next, as many as gave about a page so far. */
  readonly width: number;
  /** Something could not be read. */
  readonly partial: boolean;
  /** What the last page gives. */
  readonly token: string;
}

/** A walk as a cursor. */
export function cursorOf(walk: Walk): string {
  return [walk.uidValidity, walk.next, walk.end, walk.width, walk.partial ? 1 : 0, walk.token].join(' ');
}

/** The walk behind a cursor. @throws INVALID_ARGUMENT */
export function readCursor(cursor: string): Walk {
  const match = /^(\d{1,20}) (\d{1,11}) (\d{1,11}) (\d{1,9}) ([01]) (\S*)$/.exec(cursor);
  if (match === null)
    throw new MapistoreError('INVALID_ARGUMENT', 'This cursor is not one of this backend.', { backend: 'imap' });
  return {
    uidValidity: match[1] as string,
    next: Number(match[2]),
    end: Number(match[3]),
    width: Number(match[4]),
    partial: match[5] === '1',
    token: match[6] as string,
  };
}

/** The error for a mailbox that was made anew while it was being walked. */
export function newLife(): MapistoreError {
  return new MapistoreError(
    'UNAVAILABLE',
    'The folder was replaced by another of the same name while it was being read; read it again.',
    {
      backend: 'imap',
    },
  );
}
