import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';

const main = path.join(import.meta.dirname, '../src/main.ts');
export const samples: string = path.join(import.meta.dirname, 'samples');

/** What one run of the command said. */
export interface Said {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** A JSON line of the output, with whatever it holds. */
export type Line = Readonly<Record<string, unknown>>;

/** A folder of its own with the real command in it, gone when the test ends. */
export class Place {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  /** Runs the command as a user does. */
  async run(args: readonly string[], { env = {}, stdin }: RunOptions = {}): Promise<Said> {
    const bytes = await this.bytes(args, { env, ...(stdin !== undefined && { stdin }) });
    return { ...bytes, stdout: bytes.stdout.toString('utf8') };
  }

  bytes(
    args: readonly string[],
    { env = {}, stdin }: RunOptions = {},
  ): Promise<Omit<Said, 'stdout'> & { readonly stdout: Buffer }> {
    return new Promise((resolve, reject) => {
      const flags = ['--disable-warning=ExperimentalWarning', '--conditions=@mapistore/source'];
      const child = spawn(process.execPath, [...flags, main, ...args], {
        cwd: this.folder,
        env: { ...process.env, ...env },
      });
      const [out, err]: [Buffer[], Buffer[]] = [[], []];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
      child.once('error', reject);
      child.once('close', (exit) =>
        resolve({ exit, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') }),
      );
      child.stdin.end(stdin);
    });
  }

  /** Runs it with --json, expects that it does well, and gives the lines. */
  async json(args: readonly string[], options: RunOptions & { readonly exit?: number } = {}): Promise<readonly Line[]> {
    const said = await this.run([...args, '--json'], options);
    expect(said, said.stderr).toMatchObject({ exit: options.exit ?? 0 });
    return linesOf(said.stdout);
  }

  /** Runs it with --json, expects that it fails, and gives the error. */
  async error(
    args: readonly string[],
    options: RunOptions = {},
  ): Promise<{ readonly exit: number | null; readonly code: string; readonly message: string }> {
    const { exit, stdout, stderr } = await this.run([...args, '--json'], options);
    expect(stdout).toBe('');
    const { error } = JSON.parse(stderr) as { error: { code: string; message: string } };
    return { exit, ...error };
  }
}

/** Every line must be one JSON object. */
function linesOf(stdout: string): readonly Line[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

export async function emptyPlace(): Promise<Place> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mapistore-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return new Place(folder);
}

/** A place with a store in it, and mounts of folders. */
export async function placeWith(mounts: Readonly<Record<string, string>> = {}): Promise<Place> {
  const place = await emptyPlace();
  await place.json(['init']);
  for (const [at, uri] of Object.entries(mounts)) await place.json(['mount', 'add', at, uri]);
  return place;
}
