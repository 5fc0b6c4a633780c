import { MapistoreError, type OAuth2Grant } from '@mapistore/core';
import type { TokenEndpointResponse, TokenEndpointResponseHelpers } from 'openid-client';

/** What stays the same however often a grant is renewed. */
type Known = Pick<OAuth2Grant, 'provider' | 'authorizationEndpoint' | 'tokenEndpoint' | 'clientId' | 'scopes'> & {
  readonly clientSecret?: string | undefined;
  /** The refresh token so far; the answer need not repeat it (RFC 6749 s.6). */
  readonly refreshToken?: string;
};

/** The grant to keep after an answer of the token endpoint. @throws UNAUTHENTICATED where there is no refresh token */
export function grantOf(tokens: TokenEndpointResponse & TokenEndpointResponseHelpers, known: Known): OAuth2Grant {
  const refreshToken = tokens.refresh_token ?? known.refreshToken;
  if (refreshToken === undefined)
    throw new MapistoreError(
      'UNAUTHENTICATED',
      'The provider gave no refresh token, so the sign-in would not last; take the access away in the account’s settings there, and sign in again.',
    );
  const seconds = tokens.expiresIn();
  return {
    kind: 'oauth2Grant',
    provider: known.provider,
    authorizationEndpoint: known.authorizationEndpoint,
    tokenEndpoint: known.tokenEndpoint,
    clientId: known.clientId,
    ...(known.clientSecret !== undefined && { clientSecret: known.clientSecret }),
    refreshToken,
    // Not repeated where it is what was asked for (RFC 6749 s.5.1).
    scopes: tokens.scope?.split(' ').filter((scope) => scope !== '') ?? known.scopes,
    accessToken: tokens.access_token,
    ...(seconds !== undefined && { expires: new Date(Date.now() + seconds * 1000) }),
  };
}
