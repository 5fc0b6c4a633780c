import { MapistoreError } from '@mapistore/core';
import type { Command } from 'commander';
import { absoluteSecret, absoluteUri } from '../../config.ts';
import type { Act } from '../../shell.ts';
import { syncAll } from '../../sync-report.ts';
import { printable } from '../../text.ts';

interface AddOptions {
  readonly secret?: string;
  readonly option: readonly string[];
}

/** `mapistore mount add PATH URI`. */
export function addMountAdd(mount: Command, act: Act): void {
  mount
    .command('add')
    .description('mount a backend, and look what is in it')
    .argument('<path>', 'where in the store, such as /Archive')
    .argument('<uri>', 'what: file:./mail, archive:./archive, imaps://user@host/Folder')
    .option('--secret <ref>', 'where the password is: env:NAME, file:PATH or store:NAME; never the password itself')
    .option(
      '--option <key=value>',
      'an option of the backend; may be repeated',
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .addHelpText(
      'after',
      [
        '\nA relative file: or archive: path, in the URI or the secret, starts from the folder of the configuration.',
        '"mapistore login NAME" signs in with OAuth 2 and "mapistore secret put NAME" takes a password; a mount names',
        'either as --secret store:NAME.',
      ].join('\n'),
    )
    .action(
      act(async (shell, path: string, uri: string, { secret, option }: AddOptions) => {
        const { folder } = await shell.config();
        const store = await shell.store();
        const added = await store.mounts.add({
          path,
          uri: absoluteUri(uri, folder),
          ...(secret !== undefined && { secretRef: absoluteSecret(secret, folder) }),
          options: Object.fromEntries(option.map(pair)),
          signal: shell.signal,
        });
        if (!shell.out.json) await shell.out.lines([printable(`Mounted ${added.uri} at ${added.path}.`)]);
        return syncAll(shell, added.path, { uri: added.uri });
      }),
    );
}

function pair(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new MapistoreError('INVALID_ARGUMENT', `"${text}" is no option of a backend; write it as key=value.`);
}
