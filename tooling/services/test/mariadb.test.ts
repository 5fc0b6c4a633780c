import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type Mariadb, startMariadb } from '../src/index.ts';

const run = promisify(execFile);

/** What a statement answers, as lines with tabs. */
async function ask(
  server: Mariadb,
  statement: string,
  { user = 'alice', password = 'secret', more = [] }: { user?: string; password?: string; more?: string[] } = {},
): Promise<string> {
  const to = [
    '--no-defaults',
    '--default-character-set=utf8mb4',
    '--host=127.0.0.1',
    `--port=${server.port}`,
    `--user=${user}`,
    `--password=${password}`,
  ];
  const { stdout } = await run('mariadb', [...to, ...more, '--batch', '--skip-column-names', '-e', statement]);
  return stdout.trim();
}

test('keeps what its accounts store, and refuses others and wrong passwords', async () => {
  await using server = await startMariadb();
  await ask(
    server,
    'create table mapistore.words (word text charset utf8mb4); insert into mapistore.words values ("Grüße 🗂")',
  );
  expect(await ask(server, 'select word from mapistore.words', { user: 'bob' })).toBe('Grüße 🗂');
  expect(await ask(server, 'create database mapistore_two; show databases')).toContain('mapistore_two');
  await expect(ask(server, 'create database other')).rejects.toThrow(/Access denied/);
  await expect(ask(server, 'select 1', { password: 'wrong' })).rejects.toThrow(/Access denied/);
  await expect(ask(server, 'select 1', { user: 'mallory' })).rejects.toThrow(/Access denied/);
});

test('speaks TLS under a certificate that can be trusted, and takes other settings', async () => {
  await using server = await startMariadb({ args: ['--max-allowed-packet=2M'] });
  const more = [`--ssl-ca=${server.certificate}`, '--ssl-verify-server-cert', '--host=localhost', '--protocol=tcp'];
  expect(await ask(server, "show status like 'ssl_version'", { more })).toMatch(/TLSv1/);
  expect(await ask(server, 'select @@max_allowed_packet')).toBe('2097152');
});

test('serves the same data on the same port after a restart and after a power cut, then leaves nothing', async () => {
  const server = await startMariadb({ durable: true });
  const { port, dir } = server;
  await ask(server, 'create table mapistore.kept (n int); insert into mapistore.kept values (1)');
  await server.restart();
  await ask(server, 'insert into mapistore.kept values (2)');
  await server.kill();
  await server.start();
  expect(server.port).toBe(port);
  expect(await ask(server, 'select n from mapistore.kept order by n')).toBe('1\n2');
  await server.stop();
  expect(existsSync(dir)).toBe(false);
});
