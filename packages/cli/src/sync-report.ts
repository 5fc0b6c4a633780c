import { type FolderInfo, MapistoreError, type MountSync, type StorePath, type SyncOutcome } from '@mapistore/core';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';
import { errorText, errorValue } from './output.ts';
import type { Shell } from './shell.ts';
import { countText, printable } from './text.ts';

/** Synchronises, prints a line per mount, and says how it went. */
export async function syncAll(shell: Shell, path: StorePath | undefined, more: object = {}): Promise<ExitCode> {
  const { out, signal } = shell;
  const store = await shell.store();
  out.workOn();
  const exits: ExitCode[] = [];
  out.progress('Asking the backends …');
  for await (const outcome of store.sync(path, { signal })) {
    if ('error' in outcome) {
      exits.push(exitCodeOf(outcome.error.code));
      await out.result(
        { mount: outcome.mount, outcome: 'failed', error: errorValue(outcome.error), ...more },
        `${printable(outcome.mount)}: ${errorText(outcome.error)}`,
      );
      continue;
    }
    const { problems, ...counts } = outcome.sync;
    exits.push(problems.length > 0 ? EXIT.partial : EXIT.ok);
    const folders = problems.length === 0 ? [] : await store.folders.list(outcome.mount);
    const named = problems.map(({ folder, error }) => ({ path: pathOf(folders, folder) ?? outcome.mount, error }));
    await out.result(
      {
        ...counts,
        outcome: problems.length > 0 ? 'partial' : 'synced',
        problems: named.map((each) => ({ path: each.path, error: errorValue(each.error) })),
        ...more,
      },
      [
        printable(`${outcome.mount}: ${syncText(outcome.sync)}`),
        ...named.map((each) => `  ${printable(each.path)}: ${errorText(each.error)}`),
      ].join('\n'),
    );
  }
  out.endProgress();
  if (exits.length === 0 && !out.json) out.note('Nothing is mounted; "mapistore mount add PATH URI" mounts a backend.');
  return together(exits);
}

function pathOf(folders: readonly FolderInfo[], number: number): StorePath | undefined {
  return folders.find(({ id }) => id === `f${number}`)?.path;
}

/** One status for several mounts: theirs if it is the same, else `partial`. */
function together(exits: readonly ExitCode[]): ExitCode {
  const [first = EXIT.ok, ...rest] = new Set(exits);
  return rest.length === 0 ? first : EXIT.partial;
}

/** What a synchronisation found, in words. */
export function syncText(sync: MountSync): string {
  const parts = [
    [sync.foldersAdded, 'new folder', 'new folders'],
    [sync.foldersRemoved, 'folder gone', 'folders gone'],
    [sync.created, 'new item', 'new items'],
    [sync.updated, 'item changed', 'items changed'],
    [sync.moved, 'item moved', 'items moved'],
    [sync.deleted, 'item gone', 'items gone'],
    [sync.recovered, 'begun write ended', 'begun writes ended'],
  ] as const;
  const found = parts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count} ${count === 1 ? one : many}`);
  const what = found.length === 0 ? 'nothing new' : found.join(', ');
  return `${what} (${countText(sync.folders, 'folder')} in all).`;
}

/** Whether a synchronisation found anything. */
export function foundAnything(outcome: SyncOutcome): boolean {
  if ('error' in outcome) return true;
  const { foldersAdded, foldersRemoved, created, updated, moved, deleted, recovered, problems } = outcome.sync;
  return foldersAdded + foldersRemoved + created + updated + moved + deleted + recovered + problems.length > 0;
}

/** An error for a number that is none. */
export function wholeNumber(text: string, what: string): number {
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  throw new MapistoreError('INVALID_ARGUMENT', `"${text}" is no ${what}; give a whole number.`);
}
