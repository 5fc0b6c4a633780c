import { existsSync, readdirSync, statSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { unpackedFolder } from '../system-packages.ts';

/** The unpacked programs of Cyrus, and what they need in their environment. */
export interface Programs {
  readonly bin: string;
  readonly saslpasswd: string;
  readonly env: Readonly<Record<string, string>>;
}

const bin = 'usr/lib/cyrus/bin';
const needed = [...['master', 'imapd', 'httpd', 'idled', 'ctl_cyrusdb'].map((name) => `${bin}/${name}`), 'usr/sbin'];

/**
 * Where the programs lie. Root's Cyrus serves as a user who may not be able to walk into the checkout (a clone below
 * /root): it then gets copies in its own folder.
 */
export async function findPrograms(dir: string): Promise<Programs> {
  if (process.getuid?.() !== 0 || isOpen(unpackedFolder)) return programs(unpackedFolder);
  const copy = path.join(dir, 'programs');
  const parts = [...needed, ...libraryFolders(unpackedFolder).map((folder) => path.relative(unpackedFolder, folder))];
  for (const part of parts) {
    await cp(path.join(unpackedFolder, part), path.join(copy, part), { recursive: true, verbatimSymlinks: true });
  }
  return programs(copy);
}

function programs(root: string): Programs {
  const libraries = libraryFolders(root);
  const plugins = [...libraries, ...libraries.map((folder) => folder.slice(root.length))].map(
    (folder) => `${folder}/sasl2`,
  );
  return {
    bin: path.join(root, bin),
    saslpasswd: path.join(root, 'usr/sbin/saslpasswd2'),
    env: { LD_LIBRARY_PATH: libraries.join(':'), SASL_PATH: plugins.join(':') },
  };
}

/** Such as usr/lib/x86_64-linux-gnu. */
function libraryFolders(root: string): readonly string[] {
  return ['usr/lib', 'lib'].flatMap((name) => {
    const folder = path.join(root, name);
    const names = existsSync(folder) ? readdirSync(folder).filter((child) => child.includes('-linux-')) : [];
    return names.map((child) => path.join(folder, child));
  });
}

/** Whether everybody can walk into that folder. */
function isOpen(folder: string): boolean {
  const everybody = (statSync(folder).mode & 0o001) !== 0;
  const parent = path.dirname(folder);
  return everybody && (parent === folder || isOpen(parent));
}
