import { startCyrus, startDovecot } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  asOther,
  calm,
  changesSince,
  type ImapServer,
  item,
  listAll,
  mail,
  openMount,
  otherClient,
  values,
} from './support.ts';

const kinds: readonly {
  name: string;
  start: (how: { without: string[] }) => Promise<ImapServer>;
  without: string[];
}[] = [
  { name: 'Dovecot', start: startDovecot, without: [] },
  { name: 'Dovecot', start: startDovecot, without: ['QRESYNC'] },
  { name: 'Dovecot', start: startDovecot, without: ['QRESYNC', 'ENABLE', 'ESEARCH'] },
  { name: 'Cyrus', start: startCyrus, without: [] },
  { name: 'Cyrus', start: startCyrus, without: ['QRESYNC'] },
];

describe.each(kinds)('changes on a $name without $without', ({ start, without }) => {
  let server: ImapServer;
  beforeAll(async () => {
    server = await start({ without });
  });
  afterAll(async () => {
    await server.stop();
  });

  it('tells what another client appended, flagged, moved and expunged', async () => {
    await using backend = await openMount(server, { path: 'Watched' });
    const subjects = Array.from({ length: 10 }, (_, at) => `s${at}`);
    const keys = values(
      await backend.createItems({ folder: '', signal: calm, items: subjects.map((s) => item(mail(s))) }),
    ).map(({ key }) => key);
    const uid = (at: number): string => (keys[at] as string).split('.')[1] as string;
    const listed = await listAll(backend, '', { limit: 3 });
    const token = listed.token as string;
    expect(await changesSince(backend, '', token)).toMatchObject({ changed: [], removed: [] });
    await asOther(server, 'Watched', async (client) => {
      await client.append('Watched', mail('fresh'), ['\\Flagged']);
      await client.messageFlagsAdd(uid(2), ['\\Seen', 'note'], { uid: true });
      await client.messageMove(uid(4), 'Trash', { uid: true });
      await client.messageDelete([Number(uid(6)), Number(uid(7)), Number(uid(9))], { uid: true });
    });
    for (const limit of [1, 2, 100]) {
      const { changed, removed } = await changesSince(backend, '', token, limit);
      expect(new Set(removed)).toEqual(new Set([keys[4], keys[6], keys[7], keys[9]]));
      expect(changed.map((entry) => entry.flags)).toEqual([['$seen', 'note'], ['$flagged']]);
      expect(changed[0]?.key).toBe(keys[2]);
      expect(changed[1]?.size).toBe(mail('fresh').length);
    }
    const { token: next } = await changesSince(backend, '', token);
    expect(await changesSince(backend, '', next)).toMatchObject({ changed: [], removed: [] });
    await asOther(server, 'Watched', (client) => client.messageDelete('1:*', { uid: true }));
    const end = await changesSince(backend, '', next);
    expect(end.removed).toHaveLength(7);
    expect(end.changed).toEqual([]);
    expect((await listAll(backend, '')).items).toEqual([]);
  });

  it('tells of what changed while the listing ran', async () => {
    await using backend = await openMount(server, { path: 'During' });
    const keys = values(
      await backend.createItems({
        folder: '',
        signal: calm,
        items: Array.from({ length: 6 }, (_, at) => item(mail(`d${at}`))),
      }),
    ).map(({ key }) => key);
    const first = await backend.listItems({ folder: '', signal: calm, detail: 'revision', limit: 2 });
    await asOther(server, 'During', async (client) => {
      await client.messageDelete('1', { uid: true });
      await client.messageDelete('5', { uid: true });
      await client.messageFlagsAdd('2', ['\\Seen'], { uid: true });
      await client.append('During', mail('late'));
    });
    let page = first;
    const seen = [...first.items];
    while (page.next !== undefined) {
      page = await backend.listItems({ folder: '', signal: calm, detail: 'revision', limit: 2, cursor: page.next });
      seen.push(...page.items);
    }
    const { changed, removed } = await changesSince(backend, '', page.token as string);
    const model = new Map(seen.map((entry) => [entry.key, entry.flags]));
    for (const entry of changed) model.set(entry.key, entry.flags);
    for (const key of removed) model.delete(key);
    const truth = (await listAll(backend, '')).items;
    expect(model).toEqual(new Map(truth.map((entry) => [entry.key, entry.flags])));
    expect(removed).toContain(keys[0]);
  });

  it('takes no token that is not its own', async () => {
    await using backend = await openMount(server, { path: 'Tokens' });
    for (const token of ['', 'x', '1.2.3', '1.1.1.1', '1.99.1.5.zzzz', '9.9.9.9']) {
      await expect(backend.changes({ folder: '', token, limit: 10, signal: calm })).rejects.toMatchObject({
        code: 'SYNC_TOKEN_EXPIRED',
      });
    }
  });

  it('finds the same over 2,000 messages as a fresh listing', async () => {
    await using backend = await openMount(server, { path: 'Large' });
    const written = values(
      await backend.createItems({
        folder: '',
        signal: calm,
        items: Array.from({ length: 2_000 }, (_, at) => item(mail(`l${at}`))),
      }),
    );
    const { items, token } = await listAll(backend, '', { limit: 500 });
    expect(items.map((entry) => entry.key)).toEqual(written.map(({ key }) => key));
    const client = await otherClient(server);
    await client.mailboxOpen('Large');
    await client.messageDelete({ uid: '100:900' }, { uid: true });
    await client.messageDelete({ uid: '1500,1502,1504,1999' }, { uid: true });
    await client.messageFlagsAdd({ uid: '1000:1400' }, ['\\Answered'], { uid: true });
    for (let at = 0; at < 20; at++) await client.append('Large', mail(`extra ${at}`));
    await client.logout();
    const { changed, removed } = await changesSince(backend, '', token as string, 50);
    const model = new Map(items.map((entry) => [entry.key, entry.flagsRevision]));
    for (const entry of changed) model.set(entry.key, entry.flagsRevision);
    for (const key of removed) model.delete(key);
    const truth = (await listAll(backend, '', { limit: 300 })).items;
    expect(model).toEqual(new Map(truth.map((entry) => [entry.key, entry.flagsRevision])));
    expect(removed).toHaveLength(805);
  });
});
