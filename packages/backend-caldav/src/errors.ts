import { type ErrorCode, type ErrorDetails, MapistoreError } from '@mapistore/core';

/** An answer of the server that is not what was asked for. */
export interface RefusalFacts {
  readonly status: number;
  /** Conditions of its error element (RFC 4918 s.16), such as `c:no-uid-conflict`. */
  readonly conditions: readonly string[];
  /** A reason in another form: Google's `rateLimitExceeded` and `quotaExceeded`, which are of time, or `over quota`. */
  readonly reason?: string;
  /** What Retry-After says. */
  readonly retryAfterMs?: number;
}

/** Carries a refusal from the wire to whoever knows what it means there. */
export class Refusal extends Error implements RefusalFacts {
  override readonly name: string = 'Refusal';
  readonly status: number;
  readonly conditions: readonly string[];
  readonly reason?: string;
  readonly retryAfterMs?: number;

  constructor(facts: RefusalFacts) {
    super(`The server answered ${facts.status}`);
    this.status = facts.status;
    this.conditions = facts.conditions;
    if (facts.reason !== undefined) this.reason = facts.reason;
    if (facts.retryAfterMs !== undefined) this.retryAfterMs = facts.retryAfterMs;
  }

  /** Whether a condition of that name, in whatever namespace, is among those of the answer. */
  names(...conditions: readonly string[]): boolean {
    return this.conditions.some((found) => conditions.includes(found.replace(/^.*[:}]/, '')));
  }
}

/** What was asked, where a status means something else by what was asked. */
export type Asked = 'store' | 'folder' | 'other';

/** Preconditions of RFC 4791 s.5.3.2.1, RFC 6352 s.6.3.2.1, RFC 4331 s.6, RFC 6638 s.3.2.4 and RFC 6578 s.3.2. */
const CONDITIONS: Readonly<Record<string, ErrorCode>> = {
  'no-uid-conflict': 'ALREADY_EXISTS',
  'unique-scheduling-object-resource': 'ALREADY_EXISTS',
  'supported-calendar-data': 'INVALID_CONTENT',
  'valid-calendar-data': 'INVALID_CONTENT',
  'valid-calendar-object-resource': 'INVALID_CONTENT',
  'supported-calendar-component': 'INVALID_CONTENT',
  'min-date-time': 'INVALID_CONTENT',
  'max-date-time': 'INVALID_CONTENT',
  'max-instances': 'INVALID_CONTENT',
  'max-attendees-per-instance': 'INVALID_CONTENT',
  'supported-address-data': 'INVALID_CONTENT',
  'valid-address-data': 'INVALID_CONTENT',
  'max-resource-size': 'TOO_LARGE',
  'quota-not-exceeded': 'QUOTA_EXCEEDED',
  'sufficient-disk-space': 'QUOTA_EXCEEDED',
  'resource-must-be-null': 'ALREADY_EXISTS',
  'same-organizer-in-all-components': 'INVALID_CONTENT',
  'valid-sync-token': 'SYNC_TOKEN_EXPIRED',
};

const STATUSES: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHENTICATED',
  402: 'QUOTA_EXCEEDED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'UNSUPPORTED',
  407: 'CONFIG_INVALID',
  408: 'TIMEOUT',
  409: 'NOT_FOUND',
  410: 'NOT_FOUND',
  412: 'PRECONDITION_FAILED',
  413: 'TOO_LARGE',
  415: 'INVALID_CONTENT',
  422: 'INVALID_CONTENT',
  423: 'BUSY',
  428: 'PRECONDITION_FAILED',
  429: 'RATE_LIMITED',
  501: 'UNSUPPORTED',
  504: 'TIMEOUT',
  507: 'QUOTA_EXCEEDED',
};

/** The error code for a refusal. Pure. */
function codeOfRefusal(refusal: RefusalFacts, asked: Asked): ErrorCode {
  if (/exceeded$/i.test(refusal.reason ?? '')) return 'RATE_LIMITED';
  if (refusal.reason !== undefined) return 'QUOTA_EXCEEDED';
  for (const condition of refusal.conditions) {
    const code = CONDITIONS[condition.replace(/^.*[:}]/, '')];
    if (code !== undefined) return code;
  }
  // With Retry-After it is a matter of time, whatever the status.
  if (refusal.status === 403 && refusal.retryAfterMs !== undefined) return 'RATE_LIMITED';
  const code = STATUSES[refusal.status];
  if (code !== undefined) return code;
  if (refusal.status >= 500 || (refusal.status >= 300 && refusal.status < 400)) return 'UNAVAILABLE';
  if (refusal.status === 400)
    return asked === 'store' ? 'INVALID_CONTENT' : asked === 'folder' ? 'INVALID_NAME' : 'UNEXPECTED';
  return 'UNEXPECTED';
}

/** A refusal as an error for the caller: what could not be done, and what the server answered. Never its words. */
export function refusalError(
  refusal: RefusalFacts,
  what: string,
  asked: Asked,
  details: ErrorDetails = {},
): MapistoreError {
  const said = refusal.conditions[0]?.replace(/^.*[:}]/, '') ?? refusal.reason;
  const answered = `${refusal.status}${said === undefined ? '' : ` (${said})`}`;
  return new MapistoreError(codeOfRefusal(refusal, asked), `${what}: the server answered ${answered}.`, {
    backend: 'caldav',
    ...(refusal.retryAfterMs !== undefined && { retryAfterMs: refusal.retryAfterMs }),
    ...details,
    context: { ...details.context, status: refusal.status },
  });
}

/** An answer that makes no sense: nothing may be concluded from it. */
export function senseless(what: string, where: string): MapistoreError {
  return new MapistoreError('UNAVAILABLE', `${where} answered what makes no sense: ${what}.`, {
    backend: 'caldav',
    context: { server: where },
  });
}

/** Milliseconds until what a Retry-After header says (RFC 9110 s.10.2.3); undefined where it says nothing. */
export function retryAfterOf(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

/** Codes that Node gives to certificates it does not trust. */
const UNTRUSTED =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;

/** A failure to reach or trust a server, or of a connection that broke. Pure. */
export function connectionError(error: unknown, where: string): MapistoreError {
  if (MapistoreError.is(error)) return error;
  const fault = error as { readonly code?: unknown; readonly message?: unknown } | undefined;
  const reason = typeof fault?.code === 'string' ? fault.code : undefined;
  const details: ErrorDetails = { backend: 'caldav', context: { server: where, ...(reason && { reason }) } };
  if (reason !== undefined && UNTRUSTED.test(reason)) {
    return new MapistoreError(
      'TLS_UNTRUSTED',
      `The certificate of ${where} is not trusted (${reason}). Name the PEM file of its authority in the option "ca", or the name on the certificate in "servername".`,
      details,
    );
  }
  if (reason === 'ETIMEDOUT') return new MapistoreError('TIMEOUT', `${where} did not answer in time.`, details);
  return new MapistoreError(
    'UNAVAILABLE',
    `${where} cannot be reached or closed the connection (${reason ?? 'no reason given'}).`,
    details,
  );
}
