import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const main = path.join(import.meta.dirname, '../src/main.ts');

test('a person gets a fake that outlives the command, and it is gone after down', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mapistore-state-'));
  const services = async (...args: readonly string[]): Promise<string> => {
    const env = { ...process.env, MAPISTORE_SERVICES_STATE: folder };
    const node = ['--disable-warning=ExperimentalWarning', main, ...args];
    return (await promisify(execFile)(process.execPath, node, { env })).stdout;
  };
  try {
    const printed = JSON.parse(await services('up', 'google-fake')) as { 'google-fake': Record<string, string> };
    const { calendar = '', authorization = '' } = printed['google-fake'];
    expect((await fetch(calendar, { method: 'OPTIONS' })).status).toBe(401);
    expect((await fetch(authorization)).status).toBe(400);
    expect(await services('down')).toBe('{}\n');
    await expect(fetch(calendar)).rejects.toThrow();
  } finally {
    await services('down');
    await rm(folder, { recursive: true });
  }
});
