import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const program = path.join(import.meta.dirname, '../src/main.ts');

test('the first program stores a mail, moves it and lists it, in 15 lines', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mapistore-first-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const flags = ['--disable-warning=ExperimentalWarning', '--conditions=@mapistore/source'];
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, program], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(stdout.replace(/m\d+/gu, 'm…')).toBe('imported m…\nmoved m…\nm… Ada It works\n');
  expect(readFileSync(program, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(15);
});
