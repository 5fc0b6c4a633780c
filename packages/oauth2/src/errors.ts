import { type ErrorDetails, MapistoreError } from '@mapistore/core';
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';

/** What was tried, for the sentence. */
export interface Tried {
  /** Such as `Cannot sign in at Google`. */
  readonly what: string;
  /** What a person does when the provider takes the grant no more. */
  readonly advice: string;
}

const UNTRUSTED =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/u;

/**
 * A failure of the provider as one of ours. Nothing of the original goes on but its error code: requests and answers
 * hold tokens, and so may whatever describes them.
 */
export function oauthError(error: unknown, { what, advice }: Tried): unknown {
  if (MapistoreError.is(error)) return error;
  if (error instanceof AuthorizationResponseError) return refusal(error.error, { what, advice });
  if (error instanceof ResponseBodyError) {
    if (error.status >= 500 || error.status === 429) return ofStatus(error.status, error.response, what);
    return refusal(error.error, { what, advice });
  }
  if (error instanceof ClientError) {
    if (error.code === 'OAUTH_TIMEOUT') return unavailable(what, 'it did not answer in time');
    if (error.cause instanceof Response) return ofStatus(error.cause.status, error.cause, what);
    if (error.code === undefined && error.cause instanceof Error) return ofNetwork(error.cause, what);
    return new MapistoreError('UNEXPECTED', `${what}: its answer is not what OAuth 2 says (${word(error.code)}).`);
  }
  if (error instanceof TypeError) return ofNetwork(error, what);
  return new MapistoreError('UNEXPECTED', `${what}: something went wrong at this end.`);
}

/** The error codes of RFC 6749 s.4.1.2.1 and s.5.2. */
function refusal(code: string, { what, advice }: Tried): MapistoreError {
  switch (code) {
    case 'invalid_grant':
      return new MapistoreError('UNAUTHENTICATED', `${what}: the sign-in has expired or was taken back; ${advice}.`);
    case 'access_denied':
      return new MapistoreError(
        'UNAUTHENTICATED',
        `${what}: it was refused there; agree to it, with an account that the app is open to.`,
      );
    case 'invalid_client':
    case 'unauthorized_client':
    case 'redirect_uri_mismatch':
      return new MapistoreError(
        'CONFIG_INVALID',
        `${what}: the provider does not know the client id, or wants another client secret (${code}); check both, and that it is a desktop app.`,
      );
    case 'invalid_scope':
      return new MapistoreError('CONFIG_INVALID', `${what}: the provider does not know the scope; name another.`);
    case 'server_error':
    case 'temporarily_unavailable':
      return unavailable(what, `it has trouble (${code})`);
    default:
      return new MapistoreError('UNAUTHENTICATED', `${what}: it was refused (${word(code)}); ${advice}.`);
  }
}

function ofStatus(status: number, { headers }: Response, what: string): MapistoreError {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const details: ErrorDetails = seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {};
  if (status === 429)
    return new MapistoreError('RATE_LIMITED', `${what}: it asks to slow down; try again later.`, details);
  if (status >= 500) return unavailable(what, `it has trouble (status ${status})`, details);
  return new MapistoreError(
    'UNEXPECTED',
    `${what}: its answer is not what OAuth 2 says (status ${status}); check the address of the token endpoint.`,
  );
}

function ofNetwork(error: Error, what: string): MapistoreError {
  const code = codeOf(error.cause) ?? codeOf(error) ?? 'no_connection';
  if (UNTRUSTED.test(code))
    return new MapistoreError('TLS_UNTRUSTED', `${what}: its certificate is not trusted (${code}).`);
  return unavailable(what, `it cannot be reached (${word(code)})`);
}

function unavailable(what: string, why: string, details: ErrorDetails = {}): MapistoreError {
  return new MapistoreError('UNAVAILABLE', `${what}: ${why}; try again later.`, details);
}

function codeOf(value: unknown): string | undefined {
  const code = (value as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** A code goes into a sentence only if it looks like one, and not like a token: it comes from outside. */
function word(code: string | undefined): string {
  return code !== undefined && /^(?:[a-z_]{1,40}|[A-Z][A-Z0-9_]{1,40})$/u.test(code) ? code : 'no known reason';
}
