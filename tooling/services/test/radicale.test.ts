import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { expect, test } from 'vitest';
import { type Radicale, startRadicale } from '../src/index.ts';
import { type Asked, dav } from './dav.ts';

const card = 'BEGIN:VCARD\r\nVERSION:3.0\r\nUID:c1\r\nFN:Ada\r\nN:;Ada;;;\r\nEND:VCARD\r\n';

/** A request to a path of the server. */
function ask(server: Radicale, method: string, target: string, asked: Asked = {}): ReturnType<typeof dav> {
  return dav(server.url + target, method, { type: 'text/vcard', ...asked });
}

async function storeCard(server: Radicale): Promise<number> {
  const type = '<resourcetype><collection/><C:addressbook xmlns:C="urn:ietf:params:xml:ns:carddav"/></resourcetype>';
  const body = `<mkcol xmlns="DAV:"><set><prop>${type}</prop></set></mkcol>`;
  await ask(server, 'MKCOL', 'alice/people/', { body });
  return (await ask(server, 'PUT', 'alice/people/c1.vcf', { body: card })).status;
}

test('keeps what its accounts store, and refuses others and wrong passwords', async () => {
  await using server = await startRadicale();
  expect(await storeCard(server)).toBe(201);
  expect((await ask(server, 'GET', 'alice/people/c1.vcf')).text).toContain('FN:Ada');
  expect((await ask(server, 'PROPFIND', 'alice/', { password: 'wrong' })).status).toBe(401);
  expect((await ask(server, 'PROPFIND', 'alice/', { user: 'mallory' })).status).toBe(401);
  expect((await ask(server, 'GET', 'alice/people/c1.vcf', { user: 'bob' })).status).toBe(403);
});

test('takes other settings', async () => {
  await using server = await startRadicale({ settings: { rights: { type: 'authenticated' } } });
  await storeCard(server);
  expect((await ask(server, 'GET', 'alice/people/c1.vcf', { user: 'bob' })).status).toBe(200);
});

test('speaks TLS under a certificate that can be trusted', async () => {
  await using server = await startRadicale({ tls: true });
  expect(server.url).toMatch(/^https:/);
  const ca = await readFile(server.certificate);
  const status = new Promise<number | undefined>((resolve, reject) => {
    const asked = request(server.url, { ca, method: 'OPTIONS', auth: 'alice:secret' }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });
  expect(await status).toBe(200);
});

test('writes every request into its log', async () => {
  await using server = await startRadicale();
  await ask(server, 'PROPFIND', 'alice/');
  expect(await readFile(server.logFile, 'utf8')).toContain("PROPFIND request for '/alice/'");
});

test('serves the same data on the same port after a restart and after a power cut, then leaves nothing', async () => {
  const server = await startRadicale();
  const { url, dir } = server;
  await storeCard(server);
  await server.restart();
  await server.kill();
  await expect(ask(server, 'GET', 'alice/people/c1.vcf')).rejects.toThrow();
  await server.start();
  expect(server.url).toBe(url);
  expect((await ask(server, 'GET', 'alice/people/c1.vcf')).text).toContain('FN:Ada');
  await server.stop();
  await server.stop();
  expect(existsSync(dir)).toBe(false);
});

test('tells why it cannot start, and leaves no folder behind', async () => {
  const started = startRadicale({ settings: { server: { no_such_setting: 1 } } });
  await expect(started).rejects.toThrow(/Cannot start Radicale.*no_such_setting/s);
});
