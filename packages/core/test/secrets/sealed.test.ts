import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Secret } from '../../src/contract/definition.ts';
import { sealedSecrets } from '../../src/secrets/sealed.ts';
import type { StateStore, StateTx } from '../../src/state/store.ts';

let folder: string;
let sealed: Map<string, Uint8Array>;
let state: StateStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapistore-sealed-'));
  sealed = new Map();
  const secrets = {
    get: async (name: string) => sealed.get(name),
    put: async (name: string, bytes: Uint8Array) => void sealed.set(name, bytes),
  };
  const run = <T>(work: (tx: StateTx) => Promise<T>): Promise<T> => work({ secrets } as never);
  state = { read: run, write: run, [Symbol.asyncDispose]: async () => undefined };
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
