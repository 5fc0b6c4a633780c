import type { Engine } from '../engine/engine.ts';
import type { Store } from '../store/store.ts';
import { Access, type Logon } from './access.ts';
import { closed } from './closed.ts';
import { memberCalendar } from './member-calendar.ts';
import { memberChanges } from './member-changes.ts';
import { memberFolders, memberPermissions } from './member-folders.ts';
import { memberItems } from './member-items.ts';
import { checkRemovals, checkTransfer } from './member-transfers.ts';
import { memberKey } from './members.ts';

/** Who works, as it is noted in what they make. Anonymous work is nobody's: no member has an empty name. */
export function actorOf(who: Logon): string {
  return 'member' in who ? memberKey(who.member) : '';
}

/**
 * The store as somebody else than its owner may use it: the same API, and every call looks at the permissions as they are
 * then. What is not opened here is closed. `inner` works in their name, and stays open when this is disposed of.
 */
export function memberStore(engine: Engine, inner: Store, who: Logon): Store {
  const read = (): Promise<Access> => Access.read(engine, who);
  return closed<Store>(inner, {
    folders: memberFolders(engine, inner.folders, read),
    items: memberItems(engine, inner.items, read),
    permissions: memberPermissions(engine, read),
    calendar: memberCalendar(engine, inner.calendar, read),
    async *import(path, sources, request) {
      (await read()).need(path, 'create');
      yield* inner.import(path, sources, request);
    },
    async *copy(sources, to, request) {
      await checkTransfer(engine, await read(), { sources, to, mode: 'copy' });
      yield* inner.copy(sources, to, request);
    },
    async *move(sources, to, request) {
      await checkTransfer(engine, await read(), { sources, to, mode: 'move' });
      yield* inner.move(sources, to, request);
    },
    async *plan(sources, to, request) {
      await checkTransfer(engine, await read(), { sources, to, mode: request?.mode ?? 'move' });
      yield* inner.plan(sources, to, request);
    },
    async *remove(sources, request) {
      await checkRemovals(engine, await read(), sources);
      yield* inner.remove(sources, request);
    },
    async changes(path, token) {
      const access = await read();
      access.need(path, 'folderVisible');
      return memberChanges(engine, access, path, await inner.changes(path, token), token === undefined);
    },
    // Says only that something happened somewhere.
    watch: (request) => inner.watch(request),
    [Symbol.asyncDispose]: async () => undefined,
  });
}
