import type { Connection } from './connection.ts';
import { decodeName, normaliseInbox, quote } from './names.ts';
import { listOf, type Token, textOf } from './tokens.ts';

/** One line of LIST (RFC 3501 s.7.2.2), with its STATUS where it was asked for. */
export interface ListRow {
  /** The name on the wire, which is also the folder's key. */
  readonly path: string;
  readonly delimiter?: string;
  /** Lower case, such as `\noselect`. */
  readonly attributes: ReadonlySet<string>;
  status?: StatusRow;
}

/** What STATUS said, by item (RFC 3501 s.7.2.4), such as `MESSAGES`. */
export type StatusRow = ReadonlyMap<string, string>;

/** What a LIST is asked. */
export interface ListRequest {
  readonly signal: AbortSignal;
  /** May hold `*` and `%`; a name that holds such characters itself matches more than itself. */
  readonly pattern: string;
  /** STATUS items to return with it (LIST-STATUS, RFC 5819). Left out where the server has it not. */
  readonly status?: string;
}

/** Lists mailboxes. Extended LIST (RFC 5258) is used only to have STATUS and roles with it. */
export async function listMailboxes(connection: Connection, request: ListRequest): Promise<ListRow[]> {
  const rows = new Map<string, ListRow>();
  const status = request.status !== undefined && connection.has('LIST-STATUS') ? request.status : undefined;
  const options = [
    ...(status === undefined ? [] : [`STATUS (${status})`, 'CHILDREN']),
    ...(connection.has('SPECIAL-USE') && (status !== undefined || connection.has('LIST-EXTENDED'))
      ? ['SPECIAL-USE']
      : []),
  ];
  const returns = options.length === 0 ? '' : ` RETURN (${options.join(' ')})`;
  const statuses = new Map<string, StatusRow>();
  await connection.run('LIST', `"" ${quote(request.pattern)}${returns}`, {
    signal: request.signal,
    untagged: {
      LIST: (answer) => {
        const row = listRowOf(answer.attributes ?? []);
        if (row !== undefined) rows.set(row.path, row);
      },
      STATUS: (answer) => {
        const path = textOf(answer.attributes?.[0]);
        if (path !== undefined) statuses.set(normaliseInbox(path), statusOf(answer.attributes?.[1]));
      },
    },
  });
  for (const [path, found] of statuses) {
    const row = rows.get(path);
    if (row !== undefined) row.status = found;
  }
  return [...rows.values()];
}

/** The mailbox of exactly this name, whatever wildcards it holds. */
export async function findMailbox(
  connection: Connection,
  path: string,
  signal: AbortSignal,
): Promise<ListRow | undefined> {
  const rows = await listMailboxes(connection, { signal, pattern: path });
  const row = rows.find((candidate) => candidate.path === normaliseInbox(path));
  return row?.attributes.has('\\nonexistent') ? undefined : row;
}

/** STATUS of one mailbox. @throws a {@link Refusal} */
export async function statusOfMailbox(
  connection: Connection,
  path: string,
  items: string,
  signal: AbortSignal,
): Promise<StatusRow> {
  let row: StatusRow = new Map();
  await connection.run('STATUS', `${quote(path)} (${items})`, {
    signal,
    untagged: {
      STATUS: (answer) => {
        row = statusOf(answer.attributes?.[1]);
      },
    },
  });
  return row;
}

/** The delimiter of the personal namespace, by LIST "" "" (RFC 3501 s.6.3.8). */
export async function findDelimiter(connection: Connection, signal: AbortSignal): Promise<string | undefined> {
  let delimiter: string | undefined;
  await connection.run('LIST', '"" ""', {
    signal,
    untagged: {
      LIST: (answer) => {
        delimiter = textOf(answer.attributes?.[1]);
      },
    },
  });
  return delimiter;
}

/** The name that people see: the last level, decoded. */
export function nameOf(path: string, delimiter: string | undefined): string {
  return decodeName(delimiter === undefined ? path : path.slice(path.lastIndexOf(delimiter) + delimiter.length));
}

function listRowOf(tokens: readonly Token[]): ListRow | undefined {
  const path = textOf(tokens[2]);
  if (path === undefined || path === '') return undefined;
  const delimiter = textOf(tokens[1]);
  return {
    // Some servers put the delimiter at the end of what only holds folders.
    path: normaliseInbox(delimiter !== undefined && path.endsWith(delimiter) ? path.slice(0, -delimiter.length) : path),
    ...(delimiter !== undefined && { delimiter }),
    attributes: new Set(listOf(tokens[0]).map((attribute) => textOf(attribute)?.toLowerCase() ?? '')),
  };
}

function statusOf(token: Token | undefined): StatusRow {
  const tokens = listOf(token);
  const row = new Map<string, string>();
  for (let at = 0; at + 1 < tokens.length; at += 2) {
    const value = tokens[at + 1] as Token;
    row.set(textOf(tokens[at])?.toUpperCase() ?? '', textOf(value) ?? textOf(listOf(value)[0]) ?? '');
  }
  return row;
}
