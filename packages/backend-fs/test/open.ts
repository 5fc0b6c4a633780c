import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Backend, type BackendEnv, bytesSource, type ItemEntry, type NewItem } from '@mapistore/core';
import { afterAll } from 'vitest';
import { definition } from '../src/index.ts';

const env: BackendEnv = {
  secret: async () => undefined,
  log: { debug() {}, info() {}, warn() {} },
  clock: () => new Date(),
};

/** A signal that never aborts. */
export const signal: AbortSignal = new AbortController().signal;

/** Opens a mount for a test. */
export function openFs(root: string, create: boolean): Promise<Required<Backend>> {
  const uri = pathToFileURL(root);
  return definition.open({ uri, options: {}, create, signal }, env) as Promise<Required<Backend>>;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed when the tests of the file are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'mapistore-fs-'));
  folders.push(folder);
  return folder;
}

/** A mail to be stored. */
export function mail(name: string, text = `Subject: ${name}\r\n\r\nHello.\r\n`): NewItem {
  return { body: bytesSource(Buffer.from(text), 'message/rfc822'), flags: [], name };
}

/** All items of a folder, with how complete the listing was. */
export async function listAll(
  backend: Backend,
  folder = '',
  limit = 1000,
  detail: 'revision' | 'head' = 'revision',
): Promise<{ readonly items: readonly ItemEntry[]; readonly listing: string | undefined }> {
  const items: ItemEntry[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await backend.listItems({ folder, detail, limit, signal, ...(cursor !== undefined && { cursor }) });
    items.push(...page.items);
    cursor = page.next;
    if (cursor === undefined) return { items, listing: page.listing };
  }
}
