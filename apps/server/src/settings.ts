import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the IMAP server of a data folder lies and listens. */
export interface ImapPlace {
  readonly kind: 'imap';
  readonly dir: string;
  readonly imap: number;
  readonly imaps: number;
}

/** What one start leaves for the next, in `server.json` of the data folder. */
export interface Settings {
  /** Where /Archive lies. */
  readonly archive?: ImapPlace | { readonly kind: 'files' };
  /** Whether the sample items were imported. */
  readonly introduced?: boolean;
}

const NAME = 'server.json';

/** The settings of a data folder; none at the first start. */
export async function readSettings(data: string): Promise<Settings> {
  try {
    return JSON.parse(await readFile(path.join(data, NAME), 'utf8')) as Settings;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`Cannot read ${path.join(data, NAME)}: ${(error as Error).message}`, { cause: error });
  }
}

/** Adds to the settings of a data folder. */
export async function saveSettings(data: string, more: Settings): Promise<void> {
  const file = path.join(data, NAME);
  const all = { ...(await readSettings(data)), ...more };
  await writeFile(`${file}.new`, `${JSON.stringify(all, undefined, 2)}\n`);
  await rename(`${file}.new`, file);
}
