import type { Connection } from './connection.ts';
import { type Answer, bytesOf, listOf, numberOf, type Token, textOf } from './tokens.ts';

/** What a FETCH said of one message (RFC 3501 s.7.4.2); only what was asked for is there. */
export interface FetchRow {
  uid: number;
  flags?: readonly string[];
  modseq?: string;
  size?: number;
  received?: Date;
  header?: Uint8Array;
  /** BODY[] or the part of it that was asked for. */
  body?: Uint8Array;
  structure?: Token;
  emailId?: string;
}

/** What a FETCH is asked, besides the items. */
export interface FetchRequest {
  readonly signal: AbortSignal;
  /** A sequence set of UIDs. */
  readonly set: string;
  /** Such as `UID FLAGS`. UID must be among them. */
  readonly items: string;
  /** Such as `CHANGEDSINCE 5 VANISHED` (RFC 7162 s.3.1.4.1 and s.3.2.6). */
  readonly modifiers?: string;
  /** Gets each set of UIDs that are gone. */
  readonly onVanished?: (set: string) => void;
}

/**
 * The rows by UID. Lines that the server sends unasked, since another client changed a flag, are merged in: they are
 * news of the same message. The caller asks for no more messages than it can hold.
 */
export async function fetchRows(connection: Connection, request: FetchRequest): Promise<Map<number, FetchRow>> {
  const rows = new Map<number, FetchRow>();
  if (request.set === '') return rows;
  const modifiers = request.modifiers === undefined ? '' : ` (${request.modifiers})`;
  await connection.run('UID FETCH', `${request.set} (${request.items})${modifiers}`, {
    signal: request.signal,
    untagged: {
      FETCH: (answer) => {
        const row = rowOf(answer);
        if (row !== undefined) rows.set(row.uid, { ...rows.get(row.uid), ...row });
      },
      VANISHED: (answer) => {
        const set = textOf(answer.attributes?.at(-1));
        if (set !== undefined) request.onVanished?.(set);
      },
    },
  });
  return rows;
}

/** One line of FETCH; undefined where it does not name the UID, as lines that nobody asked for may not. */
export function rowOf(answer: Answer): FetchRow | undefined {
  const tokens = listOf(answer.attributes?.[1]);
  const row: Partial<FetchRow> = {};
  for (let at = 0; at + 1 < tokens.length; at += 2) setItem(row, tokens[at] as Token, tokens[at + 1] as Token);
  return row.uid === undefined ? undefined : (row as FetchRow);
}

function setItem(row: Partial<FetchRow>, name: Token, value: Token): void {
  switch (textOf(name)?.toUpperCase()) {
    case 'UID':
      setNumber(row, 'uid', value);
      return;
    case 'RFC822.SIZE':
      setNumber(row, 'size', value);
      return;
    case 'FLAGS':
      row.flags = listOf(value).map((flag) => textOf(flag) ?? '');
      return;
    case 'MODSEQ': {
      const modseq = textOf(listOf(value)[0]);
      if (modseq !== undefined) row.modseq = modseq;
      return;
    }
    case 'INTERNALDATE': {
      const received = dateOf(textOf(value));
      if (received !== undefined) row.received = received;
      return;
    }
    case 'EMAILID': {
      const id = textOf(listOf(value)[0]) ?? textOf(value);
      if (id !== undefined) row.emailId = id;
      return;
    }
    case 'BODYSTRUCTURE':
      row.structure = value;
      return;
    case 'BODY':
      setBody(row, name, value);
      return;
    default:
      return;
  }
}

function setNumber(row: Partial<FetchRow>, field: 'uid' | 'size', value: Token): void {
  const number = numberOf(value);
  if (number !== undefined) row[field] = number;
}

function setBody(row: Partial<FetchRow>, name: Token, value: Token): void {
  const section = name !== null && !Array.isArray(name) ? name.section : undefined;
  const bytes = bytesOf(value);
  // NIL: the message went while the server answered.
  if (section === undefined || bytes === undefined) return;
  if (textOf(section[0])?.toUpperCase() === 'HEADER') row.header = bytes;
  else if (section.length === 0) row.body = bytes;
}

/** INTERNALDATE such as ` 7-Jul-1996 02:44:25 -0700`. */
function dateOf(text: string | undefined): Date | undefined {
  const time =
    text === undefined ? Number.NaN : Date.parse(text.trim().replace(/^(\d{1,2})-(\w{3})-(\d{4})/, '$1 $2 $3'));
  return Number.isNaN(time) ? undefined : new Date(time);
}
