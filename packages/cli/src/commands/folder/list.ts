import type { FolderInfo } from '@mapistore/core';
import type { Command } from 'commander';
import { EXIT } from '../../exit-codes.ts';
import type { Act } from '../../shell.ts';
import { printable, sizeText } from '../../text.ts';

/** `mapistore folder list [PATH]`. */
export function addFolderList(folder: Command, act: Act): void {
  folder
    .command('list')
    .description('show the tree of folders, with counts and where each one lies')
    .argument('[path]', 'from this folder down', '/')
    .action(
      act(async ({ out, store }, path: string) => {
        const folders = await (await store()).folders.list(path);
        const top = depth(folders[0]?.path ?? '/');
        await out.table(
          folders,
          [
            {
              title: 'folder',
              text: (each) =>
                `${'  '.repeat(depth(each.path) - top)}${printable(each.path === '/' || depth(each.path) === top ? each.path : each.name)}`,
            },
            { title: 'items', right: true, text: (each) => counted(each, each.items) },
            { title: 'unread', right: true, text: (each) => counted(each, each.unread) },
            { title: 'size', right: true, text: (each) => (each.items === 0 ? '' : sizeText(each.bytes)) },
            { title: 'backend', text: (each) => printable(backendText(each)) },
          ],
          value,
        );
        return EXIT.ok;
      }),
    );
}

function depth(path: string): number {
  return path.split('/').filter((name) => name !== '').length;
}

function counted(folder: FolderInfo, count: number): string {
  return folder.mount === undefined && !folder.isSearch ? '' : String(count);
}

// The root of a mount names its URI in full; below it the scheme is enough.
function backendText({ mount, isMountRoot, isSearch }: FolderInfo): string {
  if (mount === undefined) return isSearch ? 'search' : '';
  return isMountRoot ? mount.uri : schemeOf(mount.uri);
}

function schemeOf(uri: string): string {
  return uri.slice(0, uri.indexOf(':'));
}

function value({ mount, ...folder }: FolderInfo): object {
  return { ...folder, ...(mount !== undefined && { mount: mount.path, uri: mount.uri, backend: schemeOf(mount.uri) }) };
}
