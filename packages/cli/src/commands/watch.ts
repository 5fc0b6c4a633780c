import { type EventKind, MapistoreError, type StoreEvent } from '@mapistore/core';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../shell.ts';
import { printable } from '../text.ts';

/** The short name of each kind of event. */
const KINDS: Readonly<Record<EventKind, string>> = {
  newMail: 'mail',
  objectCreated: 'created',
  objectModified: 'modified',
  objectDeleted: 'deleted',
  objectMoved: 'moved',
  objectCopied: 'copied',
  searchComplete: 'search',
};

/** `mapistore watch PATH`. */
export function addWatch(program: Command, act: Act): void {
  program
    .command('watch')
    .description('tell what happens in a folder and below, whoever does it, until broken off; backends are asked too')
    .argument('<path>', 'the folder; / is everything')
    .option('--only <kinds>', `some of ${Object.values(KINDS).join(', ')}, separated by commas`)
    .option('--no-sync', 'tell only what this and other programs do through the store')
    .action(
      act(async ({ out, store, signal }, path: string, options: { readonly only?: string; readonly sync: boolean }) => {
        const opened = await store();
        const kinds = options.only === undefined ? {} : { kinds: kindsOf(options.only) };
        const subscription = await opened.notifications.subscribe({ path, deep: true, signal, ...kinds });
        const syncing = options.sync ? opened.keepSynced({ signal }) : undefined;
        out.note('Watching; Ctrl-C ends.');
        for await (const event of subscription) await out.result(event, printable(text(event)));
        await syncing;
        return EXIT.ok;
      }),
    );
}

function kindsOf(only: string): readonly EventKind[] {
  return only.split(',').map((name) => {
    const found = Object.entries(KINDS).find(([, short]) => short === name.trim());
    if (found !== undefined) return found[0] as EventKind;
    throw new MapistoreError(
      'INVALID_ARGUMENT',
      `There are no events "${name.trim()}"; there are ${Object.values(KINDS).join(', ')}.`,
    );
  });
}

function text(event: StoreEvent): string {
  if (event.kind === 'overflow') return `missed some; "changes / --since ${event.token}" tells what they were about`;
  const what = `${KINDS[event.kind].padEnd(10)}${event.object === 'folder' ? event.folder : event.id}`;
  const path = event.path ?? 'a folder that is gone';
  const place = event.old === undefined ? path : `${event.old.path ?? 'a folder that is gone'} -> ${path}`;
  return [what, place, ...details(event)].join('  ');
}

function details(event: Exclude<StoreEvent, { kind: 'overflow' }>): readonly string[] {
  if (event.object === 'folder' && event.counts !== undefined)
    return [`${event.counts.items} items, ${event.counts.unread} unread`];
  return event.properties === undefined ? [] : [event.properties.join(' ')];
}
