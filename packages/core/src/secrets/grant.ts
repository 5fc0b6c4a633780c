import type { Secret } from '../contract/definition.ts';

/**
 * What a sign-in with OAuth 2 leaves to be kept: enough to get new access tokens without the person. It stays in the
 * secret store; a backend sees access tokens only.
 */
export interface OAuth2Grant {
  readonly kind: 'oauth2Grant';
  /** The name of the provider, such as `google`, for advice to people. */
  readonly provider: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly clientId: string;
  /** Some providers want one of desktop apps too, though it cannot be kept secret there. */
  readonly clientSecret?: string;
  readonly refreshToken: string;
  readonly scopes: readonly string[];
  readonly accessToken: string;
  /** When the access token ends; missing where the provider does not say. */
  readonly expires?: Date;
}

/** What a secret store may hold. */
export type StoredSecret = Secret | OAuth2Grant;

/** What renewing needs. */
export interface Renewal {
  /** The secret's name in the store, for advice to people. */
  readonly name: string;
  readonly grant: OAuth2Grant;
}

/**
 * Gets a new access token. Gives the whole grant as it is to be kept: with the new refresh token, where the provider
 * replaced it. `@mapistore/oauth2` has one.
 * @throws UNAUTHENTICATED where a person must sign in again, UNAVAILABLE; never with a token in the message or the cause
 */
export type RenewGrant = (renewal: Renewal) => Promise<OAuth2Grant>;
