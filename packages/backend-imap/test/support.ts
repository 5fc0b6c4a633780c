import { type Backend, bytesSource, collect, type ItemEntry, type NewItem, type Secret } from '@mapistore/core';
import type { ThrowAwayServer } from '@mapistore/services';
import { ImapFlow } from 'imapflow';
import { definition } from '../src/index.ts';

/** A server that the tests run against. */
export type ImapServer = ThrowAwayServer & { readonly imap: number; readonly imaps: number };

/** A signal that nobody aborts. */
export const calm: AbortSignal = new AbortController().signal;

/** What `openMount` may be told. */
export interface MountWishes {
  readonly path?: string;
  readonly query?: string;
  readonly create?: boolean;
  readonly port?: number;
  readonly user?: string;
  readonly scheme?: 'imap' | 'imaps';
  readonly secret?: Secret | undefined;
  readonly signal?: AbortSignal;
}

/** Opens a mount of that server as core would. */
export async function openMount(server: ImapServer, wishes: MountWishes = {}): Promise<Required<Backend>> {
  const scheme = wishes.scheme ?? 'imap';
  const port = wishes.port ?? (scheme === 'imap' ? server.imap : server.imaps);
  const user = wishes.user ?? server.user;
  const uri = new URL(`${scheme}://${user}@127.0.0.1:${port}/${wishes.path ?? ''}?${wishes.query ?? ''}`);
  const checked = await definition.options['~standard'].validate(Object.fromEntries(uri.searchParams));
  if (checked.issues) throw new Error(checked.issues.map((issue) => issue.message).join('; '));
  const secret: Secret | undefined =
    'secret' in wishes ? wishes.secret : { kind: 'password', password: server.password };
  const backend = await definition.open(
    { uri, options: checked.value, create: wishes.create ?? true, signal: wishes.signal ?? calm },
    { secret: async () => secret, clock: () => new Date(), log: { debug() {}, info() {}, warn() {} } },
  );
  return backend as Required<Backend>;
}

/** Another client of the same account, without anything of ours in it. */
export async function otherClient(server: ImapServer, user: string = server.user): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: server.imap,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: server.password },
    logger: false,
    disableAutoIdle: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Runs something as another client with a mailbox open. */
export async function asOther<T>(
  server: ImapServer,
  mailbox: string,
  act: (client: ImapFlow) => Promise<T>,
): Promise<T> {
  const client = await otherClient(server);
  try {
    await client.mailboxOpen(mailbox);
    return await act(client);
  } finally {
    await client.logout().catch(() => undefined);
    client.close();
  }
}

/** A small mail as bytes, with CRLF. */
export function mail(subject: string, size = 0): Buffer {
  const head = `Message-ID: <${subject.replaceAll(/\W/g, '-')}@example.org>\r\nSubject: ${subject}\r\nFrom: Ann <ann@example.org>\r\n\r\n`;
  const line = `${'x'.repeat(76)}\r\n`;
  return Buffer.from(`${head}Hello\r\n${line.repeat(Math.ceil(Math.max(0, size - head.length) / line.length))}`);
}

/** A new item of that mail. */
export function item(bytes: Uint8Array, more: Partial<NewItem> = {}): NewItem {
  return { body: bytesSource(bytes, 'message/rfc822'), flags: [], ...more };
}

/** All items of a folder, page by page. */
export async function listAll(
  backend: Backend,
  folder: string,
  more: { readonly detail?: 'revision' | 'head'; readonly limit?: number; readonly after?: string } = {},
): Promise<{ items: ItemEntry[]; token: string | undefined; listing: string | undefined; pages: number }> {
  const items: ItemEntry[] = [];
  let cursor: string | undefined;
  for (let pages = 1; ; pages++) {
    const page = await backend.listItems({
      folder,
      signal: calm,
      detail: more.detail ?? 'revision',
      limit: more.limit ?? 100,
      ...(more.after !== undefined && { after: more.after }),
      ...(cursor !== undefined && { cursor }),
    });
    items.push(...page.items);
    if (page.next === undefined) return { items, token: page.token, listing: page.listing, pages };
    cursor = page.next;
  }
}

/** Everything that changed since a token. */
export async function changesSince(
  backend: Required<Backend>,
  folder: string,
  token: string,
  limit = 100,
): Promise<{ changed: ItemEntry[]; removed: string[]; token: string; pages: number }> {
  const changed: ItemEntry[] = [];
  const removed: string[] = [];
  let cursor: string | undefined;
  for (let pages = 1; ; pages++) {
    const page = await backend.changes({ folder, token, limit, signal: calm, ...(cursor !== undefined && { cursor }) });
    changed.push(...page.changed);
    removed.push(...page.removed);
    if (page.next === undefined) return { changed, removed, token: page.token as string, pages };
    cursor = page.next;
  }
}

/** The bytes of an item. */
export async function read(
  backend: Backend,
  folder: string,
  key: string,
  range?: { start: number; end?: number },
): Promise<Buffer> {
  await using body = await backend.openBody({ folder, key, signal: calm, ...(range !== undefined && { range }) });
  return Buffer.from(await collect(body));
}

/** Values that must all have gone well. */
export function values<T>(results: readonly ({ ok: true; value: T } | { ok: false; error: Error })[]): T[] {
  return results.map((result) => {
    if (!result.ok) throw result.error;
    return result.value;
  });
}
