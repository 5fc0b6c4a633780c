/** A provider of sign-ins, as data. */
export interface Provider {
  /** A short name, such as `google`. */
  readonly name: string;
  /** What people call it. */
  readonly label: string;
  /** Where the person agrees. `https:`, or `http:` on loopback. */
  readonly authorizationEndpoint: string;
  /** Where codes and refresh tokens become access tokens. `https:`, or `http:` on loopback. */
  readonly tokenEndpoint: string;
  /** What is asked for when the caller names nothing else. */
  readonly scopes: readonly string[];
  /** What else the provider wants to be asked. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The providers that are known. Another one is one more object of the same form. */
export const providers: { readonly google: Provider } = {
  // "OAuth 2.0 for iOS & Desktop Apps" of Google Identity. Without access_type=offline there is no refresh token, and
  // without prompt=consent only the first sign-in gives one.
  google: {
    name: 'google',
    label: 'Google',
    authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenEndpoint: 'https://oauth2.googleapis.com/token',
    scopes: ['https://www.googleapis.com/auth/calendar'],
    parameters: { access_type: 'offline', prompt: 'consent' },
  },
};
