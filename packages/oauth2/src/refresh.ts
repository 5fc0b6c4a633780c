import type { OAuth2Grant, Renewal } from '@mapistore/core';
import { refreshTokenGrant } from 'openid-client';
import { clientOf } from './client.ts';
import { oauthError } from './errors.ts';
import { grantOf } from './tokens.ts';

/**
 * Gets a new access token for a kept sign-in (RFC 6749 s.6): the `refresh` of core's `secretSource`. The result is the
 * whole grant to keep; where the provider replaced the refresh token, the old one is good no more.
 *
 * @throws UNAUTHENTICATED where a person must sign in again, CONFIG_INVALID, UNAVAILABLE, RATE_LIMITED, TLS_UNTRUSTED.
 * Never with a token or a secret.
 */
export async function refresh({ name, grant }: Renewal): Promise<OAuth2Grant> {
  try {
    return grantOf(await refreshTokenGrant(clientOf(grant), grant.refreshToken), grant);
  } catch (error) {
    throw oauthError(error, {
      what: `Cannot renew the sign-in store:${name}`,
      advice: `sign in again: mapistore login ${name}`,
    });
  }
}
