import { type ErrorCode, type ErrorDetails, MapistoreError } from '@mapistore/core';

/** A NO or BAD of the server to one command (RFC 3501 s.7.1.2 and s.7.1.3). */
export interface RefusalFacts {
  readonly status: 'NO' | 'BAD';
  /** The response code, such as `OVERQUOTA`. */
  readonly code?: string;
  /** The server's words. */
  readonly words: string;
}

/** Carries a refusal from the connection to whoever knows what it means there. */
export class Refusal extends Error implements RefusalFacts {
  override readonly name: string = 'Refusal';
  readonly status: 'NO' | 'BAD';
  readonly code?: string;
  readonly words: string;

  constructor(facts: RefusalFacts) {
    super(`The IMAP server said ${facts.status}: ${facts.words}`);
    this.status = facts.status;
    if (facts.code !== undefined) this.code = facts.code;
    this.words = facts.words;
  }
}

/** What was asked, where a code means something else by what was asked. */
export type Asked = 'folder' | 'append' | 'other';

/** Response codes of RFC 5530, RFC 3501, RFC 4469, RFC 7889, RFC 9051 and RFC 9208 with one meaning everywhere. */
const MEANINGS: Readonly<Record<string, ErrorCode>> = {
  NONEXISTENT: 'NOT_FOUND',
  TRYCREATE: 'NOT_FOUND',
  EXPUNGEISSUED: 'NOT_FOUND',
  ALREADYEXISTS: 'ALREADY_EXISTS',
  HASCHILDREN: 'NOT_EMPTY',
  OVERQUOTA: 'QUOTA_EXCEEDED',
  TOOBIG: 'TOO_LARGE',
  APPENDLIMIT: 'TOO_LARGE',
  LIMIT: 'RATE_LIMITED',
  THROTTLED: 'RATE_LIMITED',
  INUSE: 'BUSY',
  UNAVAILABLE: 'UNAVAILABLE',
  SERVERBUG: 'UNAVAILABLE',
  CORRUPTION: 'UNAVAILABLE',
  NOPERM: 'FORBIDDEN',
  CONTACTADMIN: 'FORBIDDEN',
  PRIVACYREQUIRED: 'CONFIG_INVALID',
  AUTHENTICATIONFAILED: 'UNAUTHENTICATED',
  AUTHORIZATIONFAILED: 'UNAUTHENTICATED',
  EXPIRED: 'UNAUTHENTICATED',
  UIDNOTSTICKY: 'UNSUPPORTED',
  'UNKNOWN-CTE': 'INVALID_CONTENT',
};

/** What a code, or its absence, means by what was asked. */
const FALLBACKS: Readonly<Record<Asked, ErrorCode>> = {
  folder: 'INVALID_NAME',
  append: 'INVALID_CONTENT',
  other: 'UNEXPECTED',
};

/** The error code for a refusal. Pure. */
export function codeOfRefusal(refusal: RefusalFacts, asked: Asked): ErrorCode {
  const meaning = refusal.code === undefined ? undefined : MEANINGS[refusal.code];
  return meaning ?? FALLBACKS[asked];
}

/** A refusal as an error for the caller: what could not be done, and the server's words. */
export function refusalError(
  refusal: RefusalFacts,
  what: string,
  asked: Asked,
  details: ErrorDetails = {},
): MapistoreError {
  const code = codeOfRefusal(refusal, asked);
  return new MapistoreError(code, `${what}: the IMAP server answered ${refusal.status} "${refusal.words}".`, {
    backend: 'imap',
    ...details,
    context: { ...details.context, ...(refusal.code !== undefined && { responseCode: refusal.code }) },
  });
}

/** Codes that Node gives to certificates it does not trust. */
const UNTRUSTED =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;
const TIMEOUTS = new Set(['ETIMEOUT', 'CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT', 'ETIMEDOUT']);

/** The parts of a client library's error that tell what happened. */
export interface ClientFault {
  readonly code?: string;
  readonly message: string;
  readonly authenticationFailed?: boolean;
  readonly tlsFailed?: boolean;
  readonly serverResponseCode?: string;
  readonly responseText?: string;
  /** What the server said in its BYE. */
  readonly reason?: string;
  readonly cause?: unknown;
  readonly _err?: unknown;
}

/** A failure to reach, trust or log in to a server, or of a connection that broke. Pure. */
export function connectionError(fault: ClientFault, where: string): MapistoreError {
  const codes = [fault.code, codeIn(fault._err), codeIn(fault.cause)].filter((code) => code !== undefined);
  const untrusted = codes.find((code) => UNTRUSTED.test(code));
  const details: ErrorDetails = { backend: 'imap', context: { server: where, ...(codes[0] && { reason: codes[0] }) } };
  if (untrusted !== undefined) {
    return new MapistoreError(
      'TLS_UNTRUSTED',
      `The certificate of ${where} is not trusted (${untrusted}). Name the PEM file of its authority in the option "ca", or the name on the certificate in "servername".`,
      details,
    );
  }
  if (fault.authenticationFailed === true) {
    const words = fault.responseText === undefined ? '' : ` It said "${fault.responseText.slice(0, 200)}".`;
    if (fault.serverResponseCode === 'UNAVAILABLE' || fault.serverResponseCode === 'INUSE') {
      return new MapistoreError('UNAVAILABLE', `${where} cannot check the login now.${words}`, details);
    }
    return new MapistoreError(
      'UNAUTHENTICATED',
      `${where} did not accept the login.${words} Check the user name in the URI and the secret of the mount.`,
      details,
    );
  }
  if (fault.tlsFailed === true) {
    return new MapistoreError(
      'CONFIG_INVALID',
      `${where} does not offer STARTTLS. Use an imaps: URI, or "tls=plain" where the network is trusted.`,
      details,
    );
  }
  const timeout = codes.some((code) => TIMEOUTS.has(code));
  if (timeout) return new MapistoreError('TIMEOUT', `${where} did not answer in time.`, details);
  const reason = fault.reason?.slice(0, 200) ?? codes[0] ?? fault.message;
  return new MapistoreError('UNAVAILABLE', `${where} cannot be reached or closed the connection (${reason}).`, details);
}

function codeIn(value: unknown): string | undefined {
  const code = (value as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
