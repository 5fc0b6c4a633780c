import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { emptyPlace } from './command.ts';

const root = path.join(import.meta.dirname, '../../..');

test('the commands of the guide to Google Calendar do what they say, against the fake', async () => {
  const text = await readFile(path.join(root, 'docs/guides/google-calendar.md'), 'utf8');
  const script = /```sh\n(?<script>.*?)```/su.exec(text)?.groups?.['script'] ?? '';
  const place = await emptyPlace();
  const bin = place.file('bin');
  await mkdir(bin);
  const node = `exec '${process.execPath}' --disable-warning=ExperimentalWarning --conditions=@mapistore/source`;
  const programs = {
    mapistore: `${node} '${root}/packages/cli/src/main.ts' "$@"`,
    // Of npm the guide uses one script.
    npm: `[ "$1 $2 $3 $4" = 'run -s services --' ] || exit 1\nshift 4\n${node} '${root}/tooling/services/src/main.ts' "$@"`,
  };
  for (const [name, lines] of Object.entries(programs)) {
    await writeFile(path.join(bin, name), `#!/bin/sh\n${lines}\n`);
    await chmod(path.join(bin, name), 0o755);
  }
  const env = {
    ...process.env,
    PATH: `${bin}:${path.dirname(process.execPath)}:${process.env['PATH']}`,
    MAPISTORE_SERVICES_STATE: place.file('services'),
    TZ: 'UTC',
  };
  // Where a command before it failed, the last one was not reached.
  onTestFinished(() => void spawnSync('npm', ['run', '-s', 'services', '--', 'down'], { cwd: place.folder, env }));
  const child = spawn('/bin/sh', ['-e', '-c', script], { cwd: place.folder, env });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  let page: Promise<string> | undefined;
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    err.push(chunk);
    // The person with the browser.
    const address = /^ {2}(?<address>http:\S+)\n/mu.exec(Buffer.concat(err).toString('utf8'))?.groups?.['address'];
    if (address !== undefined) page ??= fetch(address).then((response) => response.text());
  });
  const exit = await new Promise((resolve) => child.once('close', resolve));
  const [stdout, stderr] = [Buffer.concat(out).toString('utf8'), Buffer.concat(err).toString('utf8')];
  expect(exit, stderr).toBe(0);
  expect(await page).toContain('Signed in');
  expect(stdout).toContain('Signed in at Google');
  expect(stdout.match(/09:00–09:30 {2}Weekly tea/gu)).toHaveLength(4);
  expect(stderr).toContain('stopped google-fake');
});
