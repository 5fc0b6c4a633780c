import type { Command } from 'commander';
import { EXIT } from '../../exit-codes.ts';
import type { Act } from '../../shell.ts';
import { printable } from '../../text.ts';

/** `mapistore mount list`. */
export function addMountList(mount: Command, act: Act): void {
  mount
    .command('list')
    .description('list what is mounted where')
    .action(
      act(async ({ out, store }) => {
        const mounts = [...(await (await store()).mounts.list())].sort((a, b) => (a.path < b.path ? -1 : 1));
        if (mounts.length === 0 && !out.json)
          out.note('Nothing is mounted; "mapistore mount add PATH URI" mounts a backend.');
        await out.table(
          mounts,
          [
            { title: 'path', text: ({ path }) => printable(path) },
            { title: 'uri', text: ({ uri }) => printable(uri) },
            { title: 'secret', text: ({ secretRef }) => printable(secretRef ?? '') },
          ],
          ({ path, uri, secretRef }) => ({ path, uri, ...(secretRef !== undefined && { secret: secretRef }) }),
        );
        return EXIT.ok;
      }),
    );
}
