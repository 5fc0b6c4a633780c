import { type BackendEnv, MapistoreError, type Secret } from '@mapistore/core';
import { type Challenge, challengesOf, Digest } from './digest.ts';

/** An attempt to say who asks. */
export interface Ticket {
  /** Value of the Authorization header; undefined where nothing is known of what the server wants. */
  readonly authorization?: string;
  readonly secret: Secret;
  readonly digest?: { readonly state: Digest; readonly first: boolean };
}

/** What about a login is configured. */
export interface Login {
  readonly user: string;
  /** Host and port, for errors. */
  readonly where: string;
  /** A server that takes nothing but OAuth 2. */
  readonly oauthOnly: boolean;
  readonly env: BackendEnv;
}

/** A token that is about to expire is asked for again. */
const EXPIRY_MARGIN_MS = 30_000;

/**
 * Says who asks: a bearer token (RFC 6750), digest (RFC 7616) or basic (RFC 7617). The secret is kept here only, asked
 * for again when the server does not take it, and never part of an error.
 */
export class Authorizer {
  readonly #login: Login;
  #secret: Promise<Secret> | undefined;
  #scheme: 'unknown' | 'basic' | Digest = 'unknown';

  constructor(login: Login) {
    this.#login = login;
  }

  /** Takes basic for granted, after a server did not ask; false where it was known already what it wants. */
  settle(): boolean {
    if (this.#scheme !== 'unknown') return false;
    this.#scheme = 'basic';
    return true;
  }

  /** @throws CONFIG_INVALID where there is no secret, or none of a kind that the server takes */
  async ticket(request: { readonly method: string; readonly uri: string }): Promise<Ticket> {
    const secret = await this.#current();
    if (secret.kind === 'oauth2') return { authorization: `Bearer ${secret.accessToken}`, secret };
    const { user } = this.#login;
    if (this.#scheme === 'unknown') return { secret };
    if (this.#scheme === 'basic') {
      const pair = Buffer.from(`${user}:${secret.password}`, 'utf8').toString('base64');
      return { authorization: `Basic ${pair}`, secret };
    }
    const state = this.#scheme;
    const first = state.uses === 0;
    return {
      authorization: state.authorize({ ...request, user, password: secret.password }),
      secret,
      digest: { state, first },
    };
  }

  /**
   * Looks at a refusal; true where another attempt may go better.
   * @throws CONFIG_INVALID where the server wants what is not there
   */
  async renew(ticket: Ticket, headers: readonly string[]): Promise<boolean> {
    if (ticket.secret.kind === 'oauth2') return await this.#ask(ticket.secret, { rejected: ticket.secret });
    const challenges = challengesOf(headers);
    if (ticket.authorization === undefined) {
      this.#choose(challenges);
      return true;
    }
    // Another call, refused at the same time, may have a nonce already.
    if (ticket.digest !== undefined && this.#scheme !== ticket.digest.state) return true;
    const digest = Digest.from(challenges);
    if (digest !== undefined && ticket.digest !== undefined) {
      const stale = challenges.some((each) => each.parameters.get('stale')?.toLowerCase() === 'true');
      this.#scheme = digest;
      // A nonce that was good before may be forgotten by a server that began anew, also without saying "stale".
      if (digest.nonce !== ticket.digest.state.nonce && (stale || !ticket.digest.first)) return true;
    }
    return await this.#ask(ticket.secret);
  }

  #choose(challenges: readonly Challenge[]): void {
    const digest = Digest.from(challenges);
    if (digest !== undefined) this.#scheme = digest;
    else if (challenges.length === 0 || challenges.some(({ scheme }) => scheme === 'basic')) this.#scheme = 'basic';
    else {
      const offered = challenges.map(({ scheme }) => scheme.replaceAll(/[^a-z0-9-]/g, '')).join(', ');
      throw new MapistoreError(
        'CONFIG_INVALID',
        `${this.#login.where} wants to be told who asks by ${offered}; a password is good for Basic and Digest. Name an OAuth 2 token as the secret where it is Bearer.`,
        { backend: 'caldav' },
      );
    }
  }

  /** True where the answer is another secret than the one that was refused. */
  async #ask(refused: Secret, request?: { readonly rejected: Secret }): Promise<boolean> {
    const latest = await this.#current();
    // Another call may have renewed it meanwhile.
    if (!same(latest, refused)) return true;
    this.#secret = this.#read(request);
    return !same(await this.#secret, refused);
  }

  async #current(): Promise<Secret> {
    this.#secret ??= this.#read();
    const secret = await this.#secret;
    const expires = secret.kind === 'oauth2' ? secret.expires?.getTime() : undefined;
    if (expires === undefined || expires - this.#login.env.clock().getTime() > EXPIRY_MARGIN_MS) return secret;
    this.#secret = this.#read();
    return await this.#secret;
  }

  async #read(request?: { readonly rejected: Secret }): Promise<Secret> {
    try {
      return this.#check(await this.#login.env.secret(request));
    } catch (error) {
      // The next call asks again.
      this.#secret = undefined;
      throw error;
    }
  }

  #check(secret: Secret | undefined): Secret {
    const { where, oauthOnly, user } = this.#login;
    const invalid = (what: string): MapistoreError =>
      new MapistoreError('CONFIG_INVALID', what, { backend: 'caldav', context: { server: where } });
    if (secret === undefined)
      throw invalid(
        `The mount at ${where} needs a password or an OAuth 2 token: name one as the secret of the mount; it does not belong in the URI.`,
      );
    if (oauthOnly && secret.kind !== 'oauth2')
      throw invalid(`${where} takes OAuth 2 tokens only, no passwords: name a token as the secret of the mount.`);
    if (secret.kind === 'oauth2' && !/^[\x21-\x7e]+$/.test(secret.accessToken))
      throw invalid('The OAuth 2 token of the mount has characters that no token has.');
    if (secret.kind === 'password' && user.includes(':'))
      throw invalid('The user name in the URI has a colon, which basic authentication cannot say.');
    return secret;
  }
}

function same(a: Secret, b: Secret): boolean {
  if (a.kind === 'oauth2') return b.kind === 'oauth2' && a.accessToken === b.accessToken;
  return b.kind === 'password' && a.password === b.password;
}
