import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkSecretReference, secretSource } from '../../src/secrets/source.ts';
import { thrownBy } from '../support.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapistore-secrets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a secret by reference', () => {
  it('comes from the environment, at the moment it is asked for', async () => {
    const env: NodeJS.ProcessEnv = { PASS: 'first' };
    const source = secretSource(undefined, { env });
    expect(await source.read('env:PASS')).toEqual({ kind: 'password', password: 'first' });
    env['PASS'] = 'rotated';
    expect(await source.read('env:PASS')).toEqual({ kind: 'password', password: 'rotated' });
    expect(await source.read(null)).toBeUndefined();
  });

  it('comes from a file without its last line end, and with every other character', async () => {
    for (const [text, password] of [
      ['pass word\n', 'pass word'],
      ['pass\r\n', 'pass'],
      [' pass\n\n', ' pass\n'],
      ['pässwörd', 'pässwörd'],
    ] as const) {
      await writeFile(join(folder, 'pass'), text);
      expect(await secretSource(undefined, { env: {} }).read(`file:${join(folder, 'pass')}`)).toEqual({
        kind: 'password',
        password,
      });
    }
  });

  it('is a token where it is a JSON object with one, else a password, even one that begins with a brace', async () => {
    const read = (PASS: string) => secretSource(undefined, { env: { PASS } }).read('env:PASS');
    expect(await read('{"accessToken":"t","expires":"2026-01-01T00:00:00Z"}')).toEqual({
      kind: 'oauth2',
      accessToken: 't',
      expires: new Date('2026-01-01T00:00:00Z'),
    });
    expect(await read('{"x"')).toEqual({ kind: 'password', password: '{"x"' });
    expect(await read('{"password":"x"}')).toEqual({ kind: 'password', password: '{"password":"x"}' });
  });

  it('that is not there is CONFIG_INVALID and names the reference', async () => {
    const source = secretSource(undefined, { env: {} });
    for (const reference of ['env:MISSING', `file:${join(folder, 'missing')}`, 'store:missing']) {
      const error = await source.read(reference).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
      expect(String(error)).toContain(reference);
    }
  });

  it('cannot be given in the place of its name, and is not repeated then', () => {
    for (const reference of ['hunter2', 'env:', 'env:hunter 2', 'file:', 'pass:hunter2']) {
      const error = thrownBy(() => checkSecretReference(reference));
      expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
      expect(error.message).not.toContain('hunter');
    }
    expect(checkSecretReference('file:/run/secrets/a b')).toBe('file:/run/secrets/a b');
  });
});
