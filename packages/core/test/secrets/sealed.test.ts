import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Secret } from '../../src/contract/definition.ts';
import type { OAuth2Grant } from '../../src/secrets/grant.ts';
import { sealedSecrets } from '../../src/secrets/sealed.ts';
import { type FewTables, fewTables } from './state.ts';

let folder: string;
let sealed: FewTables['sealed'];
let state: FewTables['state'];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapistore-sealed-'));
  ({ sealed, state } = fewTables());
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const key = (name = 'key'): string => join(folder, 'keys', name);
const password: Secret = { kind: 'password', password: 'hunter2' };

describe('sealed secrets', () => {
  it('come back as they were put, by any program that has the key', async () => {
    const token: Secret = { kind: 'oauth2', accessToken: 't', expires: new Date(0) };
    await sealedSecrets(state, key()).put('work', password);
    await sealedSecrets(state, key()).put('home', token);
    expect(await sealedSecrets(state, key()).get('work')).toEqual(password);
    expect(await sealedSecrets(state, key()).get('home')).toEqual(token);
    expect(await sealedSecrets(state, key()).get('other')).toBeUndefined();
  });

  it('do not lie in the state in clear, and equal ones do not look equal', async () => {
    await sealedSecrets(state, key()).put('a', password);
    await sealedSecrets(state, key()).put('b', password);
    for (const bytes of sealed.values()) expect(Buffer.from(bytes).toString('latin1')).not.toContain('hunter2');
    expect(sealed.get('a')).not.toEqual(sealed.get('b'));
  });

  it('show nothing of a sign-in in the state, whatever is in it', async () => {
    // Long enough that it does not stand in random bytes by chance.
    const text = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 60 });
    const grants = fc.record<OAuth2Grant>({
      kind: fc.constant('oauth2Grant'),
      provider: text,
      authorizationEndpoint: text,
      tokenEndpoint: text,
      clientId: text,
      clientSecret: text,
      refreshToken: text,
      scopes: fc.array(text),
      accessToken: text,
      expires: fc.date({ noInvalidDate: true }),
    });
    await fc.assert(
      fc.asyncProperty(grants, async (grant) => {
        await sealedSecrets(state, key()).put('work', grant);
        const bytes = Buffer.from(sealed.get('work') ?? []);
        const values = [...Object.values(grant), ...grant.scopes].filter((value) => typeof value === 'string');
        for (const value of [...values, 'refreshToken', 'oauth2Grant'])
          for (const form of [value, JSON.stringify(value).slice(1, -1), Buffer.from(value).toString('base64')])
            expect(bytes.includes(form)).toBe(false);
        expect(await sealedSecrets(state, key()).get('work')).toEqual(grant);
      }),
    );
  });

  it('are worked on by one at a time, and the next one gets its turn when that fails', async () => {
    const order: string[] = [];
    const work = (name: string, ms: number) => async () => {
      order.push(`${name} begins`);
      await sleep(ms);
      order.push(`${name} ends`);
      return name;
    };
    const one = sealedSecrets(state, key()).alone?.('work', work('one', 80));
    const two = sealedSecrets(state, key()).alone?.('work', work('two', 0));
    expect(await Promise.all([one, two])).toEqual(['one', 'two']);
    expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
    const failed = sealedSecrets(state, key()).alone?.('work', () => Promise.reject(new Error('no')));
    await expect(failed).rejects.toThrow('no');
    expect(await sealedSecrets(state, key()).alone?.('work', work('three', 0))).toBe('three');
  });

  it('have a key of 32 bytes in a file that only its owner reads', async () => {
    await sealedSecrets(state, key()).put('a', password);
    expect((await stat(key())).mode & 0o777).toBe(0o600);
    expect(await readFile(key())).toHaveLength(32);
  });

  it('open neither with another key, nor under another name, nor after a byte was changed', async () => {
    await sealedSecrets(state, key()).put('a', password);
    await sealedSecrets(state, key('other')).put('x', password);
    sealed.set('b', sealed.get('a') as Uint8Array);
    const bent = Buffer.from(sealed.get('a') as Uint8Array);
    bent[bent.byteLength - 1] = (bent.at(-1) as number) ^ 1;
    sealed.set('c', bent);
    sealed.set('d', Uint8Array.of(1, 2, 3));
    for (const [file, name] of [
      ['other', 'a'],
      ['key', 'b'],
      ['key', 'c'],
      ['key', 'd'],
    ] as const) {
      const error = await sealedSecrets(state, key(file))
        .get(name)
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
      expect(`${(error as Error).message} ${String((error as Error).cause)}`).not.toContain('hunter2');
    }
  });

  it('say what to do where the key is gone or none', async () => {
    await sealedSecrets(state, key()).put('a', password);
    await rm(key());
    await expect(sealedSecrets(state, key()).get('a')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await writeFile(key(), 'short');
    await expect(sealedSecrets(state, key()).get('a')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(sealedSecrets(state, key()).put('b', password)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('have one key, however many programs put their first secret at once', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, n) => sealedSecrets(state, key()).put(`s${n}`, password)));
    for (const name of sealed.keys()) expect(await sealedSecrets(state, key()).get(name)).toEqual(password);
  });
});
