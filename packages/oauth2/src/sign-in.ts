import { MapistoreError, type OAuth2Grant } from '@mapistore/core';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { clientOf } from './client.ts';
import { oauthError } from './errors.ts';
import { Loopback } from './loopback.ts';
import { notSignedIn, signedIn } from './pages.ts';
import type { Provider } from './providers.ts';
import { grantOf } from './tokens.ts';

const TIMEOUT_MS = 5 * 60_000;

/** What a sign-in needs. */
export interface SignInRequest {
  readonly provider: Provider;
  readonly clientId: string;
  readonly clientSecret?: string;
  /** Default is the provider's. */
  readonly scopes?: readonly string[];
  /** Brings the person to this address: opens a browser, or prints it. */
  open(url: URL): void | Promise<void>;
  /** The port on loopback that the browser comes back to. Default is a free one. */
  readonly port?: number;
  /** How long to wait for the person. Default is five minutes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Signs a person in: authorisation code with PKCE and state, over a redirect to loopback (RFC 6749 s.4.1, RFC 7636,
 * RFC 8252). Gives what is to be kept; put it into a secret store.
 *
 * @throws UNAUTHENTICATED where the person or the provider refused, FORBIDDEN where something asked for was not granted,
 * TIMEOUT, CONFIG_INVALID, UNAVAILABLE, RATE_LIMITED, TLS_UNTRUSTED; the signal's reason. Never with a token or a secret.
 */
export async function signIn(request: SignInRequest): Promise<OAuth2Grant> {
  const { provider, scopes = provider.scopes } = request;
  const client = clientOf({ ...request, ...endpointsOf(provider) });
  const state = randomState();
  const loopback = await Loopback.open(state, request.port ?? 0);
  try {
    return await grantOverLoopback(request, { client, state, scopes, loopback });
  } finally {
    await loopback[Symbol.asyncDispose]();
  }
}

interface UnderWay {
  readonly client: Configuration;
  readonly state: string;
  readonly scopes: readonly string[];
  readonly loopback: Loopback;
}

async function grantOverLoopback(
  request: SignInRequest,
  { client, state, scopes, loopback }: UnderWay,
): Promise<OAuth2Grant> {
  const { provider, signal } = request;
  const verifier = randomPKCECodeVerifier();
  const url = buildAuthorizationUrl(client, {
    ...provider.parameters,
    redirect_uri: loopback.redirectUri,
    scope: scopes.join(' '),
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const waiting = loopback.answer(request.timeoutMs ?? TIMEOUT_MS, signal);
  waiting.catch(() => undefined);
  await request.open(url);
  const answer = await waiting;
  try {
    const tokens = await authorizationCodeGrant(client, answer.url, {
      expectedState: state,
      pkceCodeVerifier: verifier,
    });
    const grant = grantOf(tokens, { ...request, ...endpointsOf(provider), provider: provider.name, scopes });
    checkScopes(grant, scopes, provider);
    await answer.show(signedIn);
    return grant;
  } catch (cause) {
    const error = oauthError(cause, { what: `Cannot sign in at ${provider.label}`, advice: 'try it once more' });
    await answer.show(notSignedIn(MapistoreError.is(error) ? error.message : 'Something went wrong.'));
    signal?.throwIfAborted();
    throw error;
  }
}

/** On Google's page a person may take single boxes away (RFC 6749 s.3.3 lets a provider grant less). */
function checkScopes(grant: OAuth2Grant, asked: readonly string[], provider: Provider): void {
  const missing = asked.filter((scope) => !grant.scopes.includes(scope));
  if (missing.length === 0) return;
  throw new MapistoreError(
    'FORBIDDEN',
    `Cannot sign in at ${provider.label}: it did not grant ${missing.join(', ')}; sign in again and leave its box ticked.`,
  );
}

function endpointsOf({ authorizationEndpoint, tokenEndpoint }: Provider): {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
} {
  return { authorizationEndpoint, tokenEndpoint };
}
