import { type ErrorCode, type ErrorDetails, MapistoreError } from '@mapistore/core';

/** What mysql2 says of a failure. */
interface Fault {
  readonly code?: unknown;
  readonly fatal?: unknown;
  readonly message?: unknown;
}

/** Codes of the server ([MySQL error reference], [MariaDB error codes]) by their names. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  ER_ACCESS_DENIED_ERROR: 'UNAUTHENTICATED',
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: 'UNAUTHENTICATED',
  ER_DBACCESS_DENIED_ERROR: 'FORBIDDEN',
  ER_TABLEACCESS_DENIED_ERROR: 'FORBIDDEN',
  ER_COLUMNACCESS_DENIED_ERROR: 'FORBIDDEN',
  ER_SPECIFIC_ACCESS_DENIED_ERROR: 'FORBIDDEN',
  ER_OPTION_PREVENTS_STATEMENT: 'FORBIDDEN',
  ER_BAD_DB_ERROR: 'CONFIG_INVALID',
  ER_WRONG_DB_NAME: 'CONFIG_INVALID',
  ER_TOO_LONG_IDENT: 'CONFIG_INVALID',
  ER_NO_SUCH_TABLE: 'UNAVAILABLE',
  ER_LOCK_DEADLOCK: 'BUSY',
  ER_LOCK_WAIT_TIMEOUT: 'BUSY',
  ER_CHECKREAD: 'BUSY',
  ER_CON_COUNT_ERROR: 'BUSY',
  ER_TOO_MANY_USER_CONNECTIONS: 'BUSY',
  ER_USER_LIMIT_REACHED: 'BUSY',
  ER_RECORD_FILE_FULL: 'QUOTA_EXCEEDED',
  ER_DISK_FULL: 'QUOTA_EXCEEDED',
  ER_NET_PACKET_TOO_LARGE: 'TOO_LARGE',
  ER_DATA_TOO_LONG: 'INVALID_CONTENT',
  HANDSHAKE_NO_SSL_SUPPORT: 'CONFIG_INVALID',
};

/** The storage engine's own number stands in the sentence of the server only: 28 is a full disk. */
function isNoSpace({ code, message }: Fault): boolean {
  return code === 'ER_GET_ERRNO' && /\b28\b/.test(String(message));
}

/** A failed statement or connection as an error for the caller. Neither the statement nor a value of it is told. */
export function mysqlError(error: unknown, what: string, where: string): MapistoreError {
  if (MapistoreError.is(error)) return error;
  const fault = (error ?? {}) as Fault;
  const { code } = fault;
  const reason = typeof code === 'string' ? code : undefined;
  const details: ErrorDetails = {
    backend: 'mysql',
    context: { server: where, ...(reason !== undefined && { reason }) },
  };
  // All that mysql2 tells of a certificate.
  if (reason === 'HANDSHAKE_SSL_ERROR')
    return new MapistoreError(
      'TLS_UNTRUSTED',
      `The certificate of ${where} is not trusted, or is for another name. Name the PEM file of its authority in the option "ca".`,
      details,
    );
  if (isLost(error))
    return new MapistoreError(
      'UNAVAILABLE',
      `${where} cannot be reached or closed the connection (${reason ?? 'no reason given'}).`,
      details,
    );
  const known = isNoSpace(fault) ? 'QUOTA_EXCEEDED' : reason === undefined ? undefined : CODES[reason];
  return new MapistoreError(known ?? 'UNEXPECTED', `${what}: ${where} ${sayingOf(known, reason)}.`, details);
}

function sayingOf(code: ErrorCode | undefined, reason: string | undefined): string {
  if (code === 'UNAUTHENTICATED')
    return 'did not accept the user name or password. Check the user of the URI and the secret of the mount';
  if (code === 'FORBIDDEN')
    return 'does not allow that to this user, who needs all rights on the tables of the database';
  if (code === 'CONFIG_INVALID' && reason?.startsWith('ER_'))
    return 'has no such database. Make it, or name another in the path of the URI';
  if (reason === 'HANDSHAKE_NO_SSL_SUPPORT')
    return 'has no TLS. Set it up there, or say "tls=plain" where the network is trusted';
  return `answered ${reason ?? 'what is no answer'}`;
}

/** Whether the connection is gone, so that what was asked last may have been done or not. */
export function isLost(error: unknown): boolean {
  const { code, fatal } = (error ?? {}) as Fault;
  if (typeof code === 'string' && code.startsWith('ER_ACCESS')) return false;
  return (
    fatal === true ||
    (typeof code === 'string' &&
      /^(PROTOCOL_|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ER_SERVER_SHUTDOWN|ER_CONNECTION_KILLED|ER_QUERY_INTERRUPTED)/.test(
        code,
      ))
  );
}

/** Whether a transaction was taken back for the sake of another, and may succeed when it is repeated. */
export function isLostRace(error: unknown): boolean {
  const { code } = (error ?? {}) as Fault;
  return code === 'ER_LOCK_DEADLOCK' || code === 'ER_LOCK_WAIT_TIMEOUT' || code === 'ER_CHECKREAD';
}

export function failure(code: ErrorCode, what: string, details: ErrorDetails = {}): MapistoreError {
  return new MapistoreError(code, what, { backend: 'mysql', ...details });
}
