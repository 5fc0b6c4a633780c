import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');

test.each(['README.md', 'packages/mapistore/README.md'])(
  'the first program in %s is the one that is run',
  async (file) => {
    const blocks = [...(await read(file)).matchAll(/```ts\n(?<code>.*?)```/gsu)].map((match) => match.groups?.['code']);
    expect(blocks).toContain(await read('examples/first-program/src/main.ts'));
  },
);

test('the root README names every package', async () => {
  const text = await read('README.md');
  for (const name of await readdir(path.join(root, 'packages'))) {
    const { name: published } = JSON.parse(await read(`packages/${name}/package.json`)) as { name: string };
    expect(text).toContain(`[${published}](packages/${name})`);
  }
});
