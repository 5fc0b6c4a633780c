import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Secret } from '../../src/contract/definition.ts';
import { MapistoreError } from '../../src/errors/error.ts';
import type { OAuth2Grant, RenewGrant } from '../../src/secrets/grant.ts';
import { type SecretStore, sealedSecrets } from '../../src/secrets/sealed.ts';
import { type SecretSource, secretSource } from '../../src/secrets/source.ts';
import { fewTables } from './state.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const inSeconds = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);

let folder: string;
let store: SecretStore;
/** The refresh tokens that were used, in order. */
let used: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapistore-renewing-'));
  store = sealedSecrets(fewTables().state, join(folder, 'key'));
  used = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const kept = (more: Partial<OAuth2Grant> = {}): OAuth2Grant => ({
  kind: 'oauth2Grant',
  provider: 'google',
  authorizationEndpoint: 'https://example.org/auth',
  tokenEndpoint: 'https://example.org/token',
  clientId: 'client',
  refreshToken: 'r0',
  scopes: ['calendar'],
  accessToken: 'a0',
  expires: inSeconds(3600),
  ...more,
});

/** A provider that replaces the refresh token each time, and knows only the last one. */
function rotating(from = 0): RenewGrant {
  let current = from;
  return async ({ grant }) => {
    used.push(grant.refreshToken);
    await sleep(5);
    if (grant.refreshToken !== `r${current}`) {
      // So long the answer takes that the one who came first has stored what it got.
      await sleep(50);
      throw new MapistoreError('UNAUTHENTICATED', 'Sign in again.');
    }
    current += 1;
    return { ...grant, refreshToken: `r${current}`, accessToken: `a${current}`, expires: inSeconds(3600) };
  };
}

const sourceWith = (refresh?: RenewGrant, from: SecretStore = store): SecretSource =>
  secretSource(from, { env: {}, clock: () => NOW, ...(refresh && { refresh }) });
const token = async (source: SecretSource, rejected?: Secret): Promise<string | undefined> => {
  const secret = await source.read('store:work', rejected && { rejected });
  return secret?.kind === 'oauth2' ? secret.accessToken : undefined;
};

describe('a stored sign-in', () => {
  it('gives its access token only, and as long as it is good without asking the provider', async () => {
    await store.put('work', kept());
    expect(await sourceWith().read('store:work')).toEqual({
      kind: 'oauth2',
      accessToken: 'a0',
      expires: inSeconds(3600),
    });
    await store.put('work', kept({ expires: inSeconds(61) }));
    expect(await token(sourceWith(rotating()))).toBe('a0');
    expect(used).toEqual([]);
  });

  it('is renewed shortly before its end, and kept with the new refresh token', async () => {
    await store.put('work', kept({ expires: inSeconds(59) }));
    expect(await token(sourceWith(rotating()))).toBe('a1');
    expect(await store.get('work')).toEqual(kept({ refreshToken: 'r1', accessToken: 'a1' }));
  });

  it('is renewed when its token is rejected before its time, but not for a token of yesterday', async () => {
    await store.put('work', kept());
    const source = sourceWith(rotating());
    expect(await token(source, { kind: 'oauth2', accessToken: 'a0' })).toBe('a1');
    expect(await token(source, { kind: 'oauth2', accessToken: 'a0' })).toBe('a1');
    expect(used).toEqual(['r0']);
  });

  it('is renewed once for all who ask at once, in one program and in two', async () => {
    await store.put('work', kept({ expires: NOW }));
    const provider = rotating();
    const sources = [sourceWith(provider), sourceWith(provider)];
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, n) => token(sources[n % 2] as SecretSource)));
    expect(new Set(tokens)).toEqual(new Set(['a1']));
    expect(used).toEqual(['r0']);
  });

  it('is stored before the new token is used', async () => {
    await store.put('work', kept({ expires: NOW }));
    const events: string[] = [];
    const watched: SecretStore = {
      ...store,
      async put(name, secret) {
        events.push('stored');
        await store.put(name, secret);
      },
    };
    events.push(String(await token(sourceWith(rotating(), watched))));
    expect(events).toEqual(['stored', 'a1']);
  });

  it('loses no refresh token when the store is full for a moment', async () => {
    await store.put('work', kept({ expires: NOW }));
    let isFull = true;
    const full: SecretStore = {
      ...store,
      async put(name, secret) {
        if (isFull) throw new MapistoreError('QUOTA_EXCEEDED', 'Full.');
        await store.put(name, secret);
      },
    };
    const source = sourceWith(rotating(), full);
    await expect(token(source)).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
    isFull = false;
    expect(await token(source)).toBe('a1');
    expect(used).toEqual(['r0']);
  });

  it('goes on with a token that is still good while the provider is out of reach', async () => {
    const refresh: RenewGrant = async () => {
      throw new MapistoreError('UNAVAILABLE', 'Out of reach.');
    };
    await store.put('work', kept({ expires: inSeconds(30) }));
    expect(await token(sourceWith(refresh))).toBe('a0');
    await expect(token(sourceWith(refresh), { kind: 'oauth2', accessToken: 'a0' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    await store.put('work', kept({ expires: NOW }));
    await expect(token(sourceWith(refresh))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('that another program used up meanwhile is found renewed, also in a store that keeps nobody out', async () => {
    await store.put('work', kept({ expires: NOW }));
    const { alone: _alone, ...open } = store;
    const provider = rotating();
    const tokens = await Promise.all([token(sourceWith(provider, open)), token(sourceWith(provider, open))]);
    expect(tokens).toEqual(['a1', 'a1']);
    expect(used).toEqual(['r0', 'r0']);
    expect(await store.get('work')).toMatchObject({ refreshToken: 'r1', accessToken: 'a1' });
  });

  it('says that a person must sign in again, and tries again when asked again', async () => {
    await store.put('work', kept({ expires: NOW, refreshToken: 'old' }));
    const source = sourceWith(rotating());
    for (let times = 0; times < 2; times++)
      await expect(token(source)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await store.put('work', kept({ expires: NOW }));
    expect(await token(source)).toBe('a1');
  });

  it('that nobody can renew is CONFIG_INVALID when its token ends', async () => {
    await store.put('work', kept({ expires: NOW }));
    await expect(token(sourceWith())).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('shows nothing of what a provider’s error holds', async () => {
    await store.put('work', kept({ expires: NOW }));
    const error = await token(
      sourceWith(async ({ grant }) => {
        throw new Error(`bad ${grant.refreshToken}-secret`);
      }),
    ).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'UNEXPECTED' });
    expect((error as Error).cause).toBeUndefined();
    expect(String(error)).not.toContain('r0-secret');
  });

  it('leaves passwords and plain tokens in the store as they are', async () => {
    for (const secret of [
      { kind: 'password', password: 'hunter2' },
      { kind: 'oauth2', accessToken: 'plain', expires: NOW },
    ] as const) {
      await store.put('work', secret);
      expect(await sourceWith(rotating()).read('store:work', { rejected: secret })).toEqual(secret);
    }
    expect(used).toEqual([]);
  });
});
