/**
 * The reference app: a store with embedded state in a folder of its own, /Inbox, /Calendar, /Contacts and /Notes as files and
 * /Archive on an IMAP server, kept synchronised until it is stopped.
 *
 *     npm start
 *     npm start -- --data DIR --interval SECONDS
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { absoluteUri, CONFIG_NAME, createConfig, openConfigured, prepareState, printable } from '@mapistore/cli';
import type { Store } from '@mapistore/core';
import { claim } from './alone.ts';
import { type Archive, openArchive } from './archive.ts';
import { readArguments, type ServerConfig } from './config.ts';
import { introduce } from './introduce.ts';
import { readSettings, saveSettings } from './settings.ts';
import { treeLines } from './tree.ts';
import { watch } from './watch.ts';

const say = (text: string): void => console.log(text);

async function main(): Promise<void> {
  const config = readArguments(process.argv.slice(2), process.cwd());
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  await mkdir(config.data, { recursive: true });
  const release = await claim(config.data);
  try {
    await serve(config, stop.signal);
  } finally {
    await release();
  }
  say('Stopped; everything is kept for the next start.');
}

async function serve(config: ServerConfig, signal: AbortSignal): Promise<void> {
  const file = path.join(config.data, CONFIG_NAME);
  const start = performance.now();
  const since = (): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  say(`Opening the store in ${printable(config.data)} …`);
  const { config: found } = await createConfig(file);
  await prepareState(found);
  const store = await openConfigured(found);
  let archive: Archive | undefined;
  try {
    await mountFiles(store, config.data);
    archive = await openArchive(config.data, store, say);
    say(`Asking the backends what changed … (${since()})`);
    for await (const outcome of store.sync(undefined, { signal })) {
      if ('error' in outcome) say(printable(`${outcome.mount}: ${outcome.error.message}`));
    }
    if ((await readSettings(config.data)).introduced !== true) {
      await introduce(store, signal, say);
      await saveSettings(config.data, { introduced: true });
    }
    say(`Ready after ${since()}.`);
    say(['', 'The store', ...(await treeLines(store)), '', archive.sentence, '', ...nextLines(file)].join('\n'));
    await watch(store, { intervalMs: config.intervalMs, signal, say });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await store[Symbol.asyncDispose]();
    await archive?.stop();
  }
}

async function mountFiles(store: Store, data: string): Promise<void> {
  const mounted = new Set((await store.mounts.list()).map((mount) => mount.path));
  for (const [at, uri] of [
    ['/Inbox', 'file:inbox'],
    ['/Calendar', 'file:calendar'],
    ['/Contacts', 'file:contacts'],
    ['/Notes', 'file:notes'],
  ] as const) {
    if (!mounted.has(at)) await store.mounts.add({ path: at, uri: absoluteUri(uri, data) });
  }
}

function nextLines(file: string): readonly string[] {
  const name = path.relative(process.cwd(), file);
  const shown = name.startsWith('..') ? file : name;
  const command = `npm run -s mapistore -- --config ${shown.includes(' ') ? `'${shown}'` : shown}`;
  return [
    'In another terminal:',
    `  ${command} folder list`,
    `  ${command} ls /Inbox`,
    `  ${command} agenda /Calendar`,
    `  ${command} import /Inbox FILE.eml`,
    `Or put a mail into ${path.join(path.dirname(shown), 'inbox')}. What changes is told here; Ctrl-C stops.`,
    '',
  ];
}

try {
  await main();
} catch (error) {
  console.error(`server: ${printable((error as Error).message)}`);
  process.exitCode = 1;
}
