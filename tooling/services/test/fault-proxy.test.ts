import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFaultProxy, type Dovecot, type FaultProxy, startDovecot } from '../src/index.ts';
import { ImapClient } from './imap-client.ts';

let server: Dovecot;
let proxy: FaultProxy;

beforeAll(async () => {
  server = await startDovecot();
});
afterAll(() => server.stop());
beforeEach(async () => {
  proxy = await createFaultProxy(server.imap);
});
afterEach(() => proxy.close());

async function loggedIn(port = proxy.port): Promise<ImapClient> {
  const client = await ImapClient.open(port);
  await client.login();
  return client;
}

async function messages(): Promise<number> {
  using client = await loggedIn(server.imap);
  const answer = await client.run('STATUS INBOX (MESSAGES)');
  return Number(/MESSAGES (\d+)/.exec(answer)?.[1]);
}

test('passes everything on while no fault is asked for', async () => {
  using client = await loggedIn();
  const before = await messages();
  expect(await client.append()).toContain(' OK ');
  expect(await messages()).toBe(before + 1);
  expect([proxy.connections, proxy.opened]).toEqual([1, 1]);
});

test('cuts the answer of a command that the server has carried out', async () => {
  using client = await loggedIn();
  const before = await messages();
  const cut = proxy.cutAnswerAfter(/ APPEND /);
  await expect(client.append()).rejects.toThrow('closed');
  await cut.done;
  expect(cut.happened).toBe(1);
  expect(await messages()).toBe(before + 1);
});

test('lets a client send a literal the server has to ask for before the answer is cut', async () => {
  using client = await loggedIn();
  const before = await messages();
  proxy.cutAnswerAfter(/ APPEND /);
  const body = 'Subject: asked for\r\n\r\nHello\r\n';
  const asked = client.run(`APPEND INBOX {${body.length}}`);
  await client.until(/^\+ /m);
  client.send(`${body}\r\n`);
  await expect(asked).rejects.toThrow('closed');
  expect(await messages()).toBe(before + 1);
});

test('cuts before the server gets the command', async () => {
  using client = await loggedIn();
  const before = await messages();
  proxy.cutBefore(/ APPEND /);
  await expect(client.append()).rejects.toThrow('closed');
  expect(await messages()).toBe(before);
});

test('never takes the body of a message for a command', async () => {
  using client = await loggedIn();
  const cut = proxy.cutBefore(/EXPUNGE/);
  expect(await client.append('Subject: x\r\n\r\nt9 EXPUNGE\r\n')).toContain(' OK ');
  expect(cut.happened).toBe(0);
});

test('cuts as often as asked, and then no more', async () => {
  const cut = proxy.cutBefore(/ NOOP/, 2);
  for (const _ of [1, 2]) {
    using client = await loggedIn();
    await expect(client.run('NOOP')).rejects.toThrow('closed');
  }
  await cut.done;
  using client = await loggedIn();
  expect(await client.run('NOOP')).toContain(' OK ');
});

test('cuts all connections at once, and refuses new ones while told to', async () => {
  using client = await loggedIn();
  proxy.refuse(true);
  expect(await client.run('NOOP')).toContain(' OK ');
  proxy.cutAll();
  await expect(client.run('NOOP')).rejects.toThrow('closed');
  await expect(ImapClient.open(proxy.port)).rejects.toThrow('closed');
  proxy.refuse(false);
  using again = await loggedIn();
  expect(await again.run('NOOP')).toContain(' OK ');
});

test('holds answers back for as long as told', async () => {
  using client = await loggedIn();
  proxy.delay(200);
  const since = performance.now();
  await client.run('NOOP');
  expect(performance.now() - since).toBeGreaterThanOrEqual(190);
});

test('a stalled connection goes on where it stood', async () => {
  using client = await loggedIn();
  proxy.stall(true);
  let isAnswered = false;
  const answer = client.run('NOOP').then((text) => {
    isAnswered = true;
    return text;
  });
  await new Promise((done) => setTimeout(done, 150));
  expect(isAnswered).toBe(false);
  proxy.heal();
  expect(await answer).toContain(' OK ');
});
