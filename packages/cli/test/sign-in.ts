import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { FakeGoogle } from '@mapistore/services';
import type { Line, Place } from './command.ts';

const main = path.join(import.meta.dirname, '../src/main.ts');

/** How a sign-in ended, and what the browser ended on. */
export interface SignedIn {
  readonly exit: number | null;
  readonly lines: readonly Line[];
  readonly stderr: string;
  readonly page: string;
}

/** The options that lead a sign-in to the fake. */
export const toFake = ({ endpoints, client }: FakeGoogle): readonly string[] => [
  ...['--provider', 'google', '--client-id', client.id, '--client-secret-ref', 'env:CLIENT_SECRET'],
  ...['--authorization-endpoint', endpoints.authorization, '--token-endpoint', endpoints.token],
];

/** Runs `login --json` and goes where it asks a browser to go. */
export async function login(
  place: Place,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<SignedIn> {
  const flags = ['--disable-warning=ExperimentalWarning', '--conditions=@mapistore/source'];
  const child = spawn(process.execPath, [...flags, main, 'login', ...args, '--json'], {
    cwd: place.folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines: Line[] = [];
  let page = '';
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line;
    lines.push(line);
    if (typeof line['open'] === 'string') page = await (await fetch(line['open'])).text();
  }
  return { exit: await ended, lines, stderr, page };
}
