import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const main = path.join(import.meta.dirname, '../src/main.ts');
let data: string;
beforeAll(async () => {
  data = await mkdtemp(path.join(os.tmpdir(), 'mapistore-server-'));
  // As a folder in a checkout is; the IMAP server then lies in it.
  await chmod(data, 0o755);
});
afterAll(() => rm(data, { recursive: true, force: true }));

/** A running server and what it printed. */
class Running {
  readonly child: ChildProcess;
  text = '';

  constructor() {
    const flags = ['--disable-warning=ExperimentalWarning', '--conditions=@mapistore/source'];
    this.child = spawn(process.execPath, [...flags, main, '--data', data, '--interval', '1']);
    this.child.stdout?.on('data', (chunk) => {
      this.text += String(chunk);
    });
    this.child.stderr?.on('data', (chunk) => {
      this.text += String(chunk);
    });
  }

  until(pattern: RegExp): Promise<void> {
    return expect.poll(() => this.text, { timeout: 40_000 }).toMatch(pattern);
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.child.once('close', resolve));
    this.child.kill(signal);
    return ended;
  }
}

test('the server introduces itself once, tells what changes, and goes on where it was', async () => {
  const first = new Running();
  await first.until(/Ctrl-C stops/u);
  expect(first.text).toMatch(
    /Imported 6 samples into \/Inbox\.\nImported 4 samples into \/Calendar\.\nImported 2 samples into \/Contacts\.\nImported 1 sample into \/Notes\.\nMoved .* back/u,
  );
  expect(first.text).toMatch(/\/Archive +2 items {2}imap:/u);
  await writeFile(path.join(data, 'inbox', 'new.eml'), 'From: a@example.org\r\nSubject: Fresh\r\n\r\n');
  await first.until(/created m\d+ "Fresh" in \/Inbox/u);

  const other = new Running();
  await other.until(/runs on .* already/u);

  expect(await first.end('SIGTERM')).toBe(0);
  expect(first.text).toMatch(/Stopped; everything is kept for the next start\.\n$/u);

  const second = new Running();
  await second.until(/Ctrl-C stops/u);
  expect(second.text).not.toContain('Imported');
  expect(second.text).toMatch(/\/Archive +2 items {2}imap:/u);
  // A start that was killed leaves its IMAP server running; the next one finds the same mail.
  await second.end('SIGKILL');

  const third = new Running();
  await third.until(/Ctrl-C stops/u);
  expect(third.text).toMatch(/\/Archive +2 items {2}imap:/u);
  expect(third.text).toMatch(/\/Inbox +5 items/u);
  expect(await third.end('SIGINT')).toBe(0);
  const master = await readFile(path.join(data, 'imap-server/run/master.pid'), 'utf8').catch(() => 'gone');
  expect(master).toBe('gone');
}, 120_000);
