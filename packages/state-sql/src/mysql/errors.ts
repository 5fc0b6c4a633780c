import { type ErrorCode, MapistoreError } from '@mapistore/core';

/** What the server or the connection to it answered. Its message has neither the statement nor what was written. */
export class MysqlFailure extends Error {
  override readonly name: string = 'MysqlFailure';
  readonly errno: number | undefined;
  /** The name of the error, such as `ER_DUP_ENTRY` or `ECONNRESET`. */
  readonly code: string;

  constructor({ errno, code }: { readonly errno: number | undefined; readonly code: string }) {
    super(`${code}${errno === undefined ? '' : ` (${errno})`}`);
    this.errno = errno;
    this.code = code;
  }

  /** The connection is gone, or was never there. */
  get isLost(): boolean {
    return LOST.has(this.code) || (this.errno !== undefined && LOST_NUMBERS.has(this.errno));
  }

  /** Others were at the same rows; the server took back the transaction, or waits to be told so. */
  get isConflict(): boolean {
    return this.errno !== undefined && CONFLICTS.has(this.errno);
  }
}

const LOST: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'CLOSED',
]);

/** Too many connections, shutting down, not ready (Galera), aborted, killed, disconnected for idling. */
const LOST_NUMBERS: ReadonlySet<number> = new Set([1040, 1203, 1053, 1047, 1152, 1158, 1159, 1160, 1161, 1927, 4031]);

/** Lock wait, deadlock; and TiDB's write conflict and changed schema. */
const CONFLICTS: ReadonlySet<number> = new Set([1205, 1213, 8028, 9007]);

/** `%w` is the place of the state, as it is told to people. */
const SENTENCES: readonly (readonly [ErrorCode, readonly (number | string)[], string])[] = [
  [
    'UNAUTHENTICATED',
    [1045, 1698, 1862],
    'Cannot open the state in %w: the server does not accept the user name or password.',
  ],
  [
    'FORBIDDEN',
    [1044, 1142, 1143, 1227],
    'Cannot use the state in %w: the account may not do that; grant it all rights on this database.',
  ],
  ['CONFIG_INVALID', [1049], 'Cannot open the state in %w: there is no such database; create it first.'],
  [
    'CONFIG_INVALID',
    ['HANDSHAKE_NO_SSL_SUPPORT'],
    'Cannot open the state in %w: the server offers no TLS; switch it on there, or use "tls=plain" in a network that is trusted.',
  ],
  [
    'TLS_UNTRUSTED',
    [
      'HANDSHAKE_SSL_ERROR',
      'CERT_HAS_EXPIRED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    'Cannot open the state in %w: the certificate of the server is not trusted; name the one to trust with "ca=FILE".',
  ],
  [
    'QUOTA_EXCEEDED',
    [28, 1021, 1114],
    'Cannot write to the state in %w: the disk of the server is full; free some space and repeat.',
  ],
  [
    'TOO_LARGE',
    [1153, 1301, 1406],
    'Cannot write to the state in %w: a value is larger than the server takes; raise its max_allowed_packet.',
  ],
  [
    'UNAVAILABLE',
    [1290, 1792, 1836],
    'Cannot write to the state in %w: the server is read only; name the one that takes writes, or wait until it does.',
  ],
  ['BUSY', [...CONFLICTS], 'Cannot write to the state in %w: other programs hold it; try again in a moment.'],
  [
    'STATE_CORRUPT',
    [126, 127, 1034, 1054, 1146, 1194, 1195, 1712],
    'The state in %w is damaged or lacks a table; put back a backup of it.',
  ],
  [
    'UNAVAILABLE',
    [...LOST, ...LOST_NUMBERS],
    'Cannot reach the state in %w: the server does not answer; look whether it runs, and repeat.',
  ],
];

/** Turns what the server says into one of our errors; one of ours, and what is not about the state, stays as it is. */
export function stateError(error: unknown, where: string): unknown {
  if (!(error instanceof MysqlFailure)) return error;
  const found = SENTENCES.find(([, marks]) => marks.includes(error.errno ?? error.code) || marks.includes(error.code));
  const [code, , sentence] = found ?? [
    'UNEXPECTED',
    [],
    `Cannot use the state in %w: the server says ${error.message}.`,
  ];
  return new MapistoreError(code, sentence.replace('%w', where), { cause: error, context: { state: where } });
}

/** What the driver throws, without the statement and the server's sentence, which may quote what is stored. */
export function failureOf(error: unknown): MysqlFailure {
  if (error instanceof MysqlFailure) return error;
  const {
    code,
    errno,
    message = '',
    sqlState,
    fatal,
  } = error as {
    readonly code?: string;
    readonly errno?: number;
    readonly message?: string;
    readonly sqlState?: string;
    readonly fatal?: boolean;
  };
  // The storage engine's own number stands in the sentence only: 28 is a full disk.
  if (errno === 1030 && /\b28\b/u.test(message)) return new MysqlFailure({ errno: 28, code: 'ER_GET_ERRNO' });
  // Numbers of the operating system are not those of the server.
  const isServers = sqlState !== undefined && sqlState !== '';
  if (code === undefined && /closed state|closed/u.test(message))
    return new MysqlFailure({ errno: undefined, code: 'CLOSED' });
  const name = code ?? (fatal === true ? 'PROTOCOL_CONNECTION_LOST' : 'UNKNOWN');
  return new MysqlFailure({ errno: isServers ? errno : undefined, code: name });
}
