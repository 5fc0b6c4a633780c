import type { Secret } from '../contract/definition.ts';
import { MapistoreError } from '../errors/error.ts';
import type { OAuth2Grant, RenewGrant } from './grant.ts';
import type { SecretStore } from './sealed.ts';

/** An access token is renewed so long before its end, so that it does not end on the way. */
const EARLY_MS = 60_000;

/** What keeps access tokens fresh. */
interface RenewingOptions {
  readonly store: SecretStore;
  readonly refresh: RenewGrant | undefined;
  readonly clock: () => Date;
}

/** Gives access tokens of stored grants, renewed when it is time: once for all who ask at the same time. */
export class Renewing {
  readonly #options: RenewingOptions;
  readonly #running = new Map<string, Promise<OAuth2Grant>>();
  /** What a provider gave and the store did not take: it may be all that is left of the grant. */
  readonly #unsaved = new Map<string, OAuth2Grant>();

  constructor(options: RenewingOptions) {
    this.#options = options;
  }

  /** A token other than the rejected one. @throws UNAUTHENTICATED, UNAVAILABLE, CONFIG_INVALID */
  async token(name: string, grant: OAuth2Grant, rejected: string | undefined): Promise<Secret> {
    if (this.#isGood(grant, rejected)) return tokenOf(grant);
    try {
      let renewed = await this.#once(name, rejected);
      // Who joined others may have been given the very token that was refused.
      if (renewed.accessToken === rejected) renewed = await this.#once(name, rejected);
      return tokenOf(renewed);
    } catch (error) {
      // A provider out of reach does no harm as long as the token is good.
      const mayPass = MapistoreError.is(error) && error.retry !== 'never';
      if (mayPass && grant.accessToken !== rejected && this.#lastsFor(grant, 0)) return tokenOf(grant);
      throw error;
    }
  }

  /** All who ask while a renewal runs get what that one gives. */
  #once(name: string, rejected: string | undefined): Promise<OAuth2Grant> {
    const running = this.#running.get(name);
    if (running !== undefined) return running;
    const renewing = this.#renew(name, rejected).finally(() => this.#running.delete(name));
    this.#running.set(name, renewing);
    return renewing;
  }

  #renew(name: string, rejected: string | undefined): Promise<OAuth2Grant> {
    const { store } = this.#options;
    const work = async (): Promise<OAuth2Grant> => {
      const unsaved = this.#unsaved.get(name);
      if (unsaved !== undefined) await this.#save(name, unsaved);
      // Another program may have renewed it, or a person signed in again, since it was read.
      const kept = await this.#kept(name);
      if (this.#isGood(kept, rejected)) return kept;
      try {
        const fresh = await this.#refresh(name, kept);
        // Kept before it is used: a crash from here on does not lose a replaced refresh token.
        await this.#save(name, fresh);
        return fresh;
      } catch (error) {
        // Where programs cannot keep out of each other's way, another one may have used the refresh token up.
        const now = MapistoreError.is(error, 'UNAUTHENTICATED') ? await this.#kept(name) : kept;
        if (now.refreshToken !== kept.refreshToken && this.#isGood(now, rejected)) return now;
        throw error;
      }
    };
    return store.alone === undefined ? work() : store.alone(name, work);
  }

  async #kept(name: string): Promise<OAuth2Grant> {
    const kept = await this.#options.store.get(name);
    if (kept?.kind === 'oauth2Grant') return kept;
    throw new MapistoreError('CONFIG_INVALID', `The secret store:${name} is no sign-in any more; try again.`);
  }

  async #refresh(name: string, grant: OAuth2Grant): Promise<OAuth2Grant> {
    const { refresh } = this.#options;
    if (refresh === undefined)
      throw new MapistoreError(
        'CONFIG_INVALID',
        `The secret store:${name} is a sign-in with OAuth 2, which this program cannot renew; give it a way to, such as @mapistore/oauth2.`,
      );
    try {
      return await refresh({ name, grant });
    } catch (error) {
      if (MapistoreError.is(error)) throw error;
      // Whatever it is, it may hold a token: neither its message nor itself goes on.
      throw new MapistoreError('UNEXPECTED', `The sign-in store:${name} cannot be renewed; sign in again.`);
    }
  }

  async #save(name: string, grant: OAuth2Grant): Promise<void> {
    this.#unsaved.set(name, grant);
    await this.#options.store.put(name, grant);
    this.#unsaved.delete(name);
  }

  #isGood(grant: OAuth2Grant, rejected: string | undefined): boolean {
    return grant.accessToken !== rejected && this.#lastsFor(grant, EARLY_MS);
  }

  #lastsFor({ expires }: OAuth2Grant, ms: number): boolean {
    return expires === undefined || expires.getTime() - this.#options.clock().getTime() > ms;
  }
}

function tokenOf({ accessToken, expires }: OAuth2Grant): Secret {
  return { kind: 'oauth2', accessToken, ...(expires !== undefined && { expires }) };
}
