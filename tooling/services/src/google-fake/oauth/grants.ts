import { createHash, randomBytes } from 'node:crypto';
import { calendarScope, type FakeGoogleOptions } from '../options.ts';

/** What a person agreed to. */
interface Grant {
  readonly account: string;
  readonly scopes: readonly string[];
}

interface Code extends Grant {
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly offline: boolean;
}

/** What a token endpoint answers (RFC 6749 s.5.1). */
export interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number;
  readonly scope: string;
  readonly token_type: 'Bearer';
  readonly refresh_token?: string;
}

/** Codes, refresh tokens and access tokens, in memory. */
export class Grants {
  readonly #options: FakeGoogleOptions;
  readonly #codes = new Map<string, Code>();
  readonly #refresh = new Map<string, Grant>();
  readonly #access = new Map<string, Grant & { readonly refresh: string | undefined; readonly expires: number }>();
  /** Accounts that agreed before: a second consent gives no refresh token unless it is asked for again. */
  readonly #known = new Set<string>();
  readonly #clock: () => number;

  constructor(options: FakeGoogleOptions, clock: () => number) {
    this.#options = options;
    this.#clock = clock;
  }

  /** A code good for one exchange (RFC 6749 s.4.1.2). */
  code(code: Omit<Code, 'offline'> & { readonly wantsOffline: boolean; readonly asksAgain: boolean }): string {
    const { wantsOffline, asksAgain, ...rest } = code;
    const text = `4/${token()}`;
    // "refresh token … is only returned on the first authorization" unless prompt=consent: the guide for web servers,
    // "Refreshing an access token (offline access)".
    this.#codes.set(text, { ...rest, offline: wantsOffline && (asksAgain || !this.#known.has(rest.account)) });
    this.#known.add(rest.account);
    return text;
  }

  /** Exchanges a code; undefined where it is unknown, used, for another redirect, or the verifier does not fit. */
  exchange(text: string, redirectUri: string | null, verifier: string | null): TokenAnswer | undefined {
    const code = this.#codes.get(text);
    this.#codes.delete(text);
    if (code === undefined || code.redirectUri !== redirectUri) return undefined;
    const computed = verifier === null ? undefined : createHash('sha256').update(verifier).digest('base64url');
    if (code.challenge !== computed) return undefined;
    return this.#answer(code, code.offline ? this.#newRefresh(code) : undefined, code.offline);
  }

  /** A new access token; undefined where the refresh token is unknown, revoked or replaced. */
  refresh(text: string): TokenAnswer | undefined {
    const grant = this.#refresh.get(text);
    if (grant === undefined) return undefined;
    if (this.#options.rotation !== true) return this.#answer(grant, text, false);
    this.#refresh.delete(text);
    return this.#answer(grant, this.#newRefresh(grant), true);
  }

  /** Ends a token: a refresh token with all its access tokens, an access token with its refresh token (RFC 7009 s.2.1). */
  revoke(text: string): boolean {
    const refresh = this.#refresh.has(text) ? text : this.#access.get(text)?.refresh;
    if (refresh === undefined && !this.#access.has(text)) return false;
    if (refresh !== undefined) this.#refresh.delete(refresh);
    for (const [access, grant] of this.#access)
      if (access === text || (refresh !== undefined && grant.refresh === refresh)) this.#access.delete(access);
    return true;
  }

  /** Who this access token stands for; undefined where it is unknown or expired. */
  holder(access: string): { readonly account: string; readonly mayUseCalendars: boolean } | undefined {
    const found = this.#access.get(access);
    if (found === undefined || found.expires <= this.#clock()) return undefined;
    return { account: found.account, mayUseCalendars: found.scopes.includes(calendarScope) };
  }

  /** An access token without the detour of a sign-in. */
  issue(account: string, scopes: readonly string[]): TokenAnswer {
    return this.#answer({ account, scopes }, this.#newRefresh({ account, scopes }), true);
  }

  expireAccess(): void {
    this.#access.clear();
  }

  revokeAll(): void {
    this.#refresh.clear();
    this.#access.clear();
  }

  #newRefresh({ account, scopes }: Grant): string {
    const text = `1//${token()}`;
    this.#refresh.set(text, { account, scopes });
    return text;
  }

  #answer({ account, scopes }: Grant, refresh: string | undefined, tell: boolean): TokenAnswer {
    const seconds = this.#options.accessTokenSeconds ?? 3599;
    const access = `ya29.${token()}`;
    this.#access.set(access, { account, scopes, refresh, expires: this.#clock() + seconds * 1000 });
    return {
      access_token: access,
      expires_in: seconds,
      scope: scopes.join(' '),
      token_type: 'Bearer',
      ...(tell && refresh !== undefined && { refresh_token: refresh }),
    };
  }
}

function token(): string {
  return randomBytes(24).toString('base64url');
}
