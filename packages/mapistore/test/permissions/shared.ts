import { bytesSource, type Delta, PropertyBag, type Store } from '@mapistore/core';
import { openSqliteState } from '@mapistore/state-sql';
import { type Side, side } from '../memory.ts';
import { all, storeOn, temporaryFolder } from '../support.ts';

/** Somebody with whom folders are shared. */
export const ANN = { member: 'ann@example.org' } as const;

/** A store over memory with every format, its owner's and the same as others use it. */
export interface Shared extends AsyncDisposable {
  readonly store: Store;
  readonly path: string;
  readonly sides: Readonly<Record<string, Side>>;
}

/** Opens one with backends mounted at these paths. */
export async function shared(...paths: readonly string[]): Promise<Shared> {
  const folder = await temporaryFolder();
  const sides: Record<string, Side> = {};
  for (const path of paths) sides[path] = await side(`m${paths.indexOf(path)}`);
  const definitions = Object.values(sides).map(({ definition }) => definition as never);
  const store = await storeOn(await openSqliteState({ file: `${folder.path}/state.sqlite` }), definitions);
  for (const [path, { uri }] of Object.entries(sides)) await store.mounts.add({ path, uri });
  await all(store.sync());
  return {
    store,
    path: folder.path,
    sides,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      await folder.remove();
    },
  };
}

/** Gives somebody these rights in a folder, whatever they had. */
export async function grant(store: Store, path: string, member: string, rights: number): Promise<void> {
  const entry = (await store.permissions.list(path)).find((one) => one.member === member);
  const change = entry === undefined ? ({ change: 'add', member, rights } as const) : undefined;
  await store.permissions.modify(path, [change ?? { change: 'modify', memberId: entry?.memberId as number, rights }]);
}

/** Imports one item and gives its id. */
export async function put(
  store: Store,
  path: string,
  bytes: Uint8Array,
  mediaType = 'message/rfc822',
): Promise<string> {
  const [result] = await all(store.import(path, [{ label: 'one', body: bytesSource(bytes, mediaType) }]));
  if (result?.id === undefined) throw result?.error ?? new Error(`It was not imported: ${result?.outcome}.`);
  return result.id;
}

/** An appointment of one hour. */
export function event(uid: string, summary: string, more = ''): Uint8Array {
  return Buffer.from(
    `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nBEGIN:VEVENT\r\nUID:${uid}\r\nDTSTAMP:20260101T000000Z\r\n` +
      `DTSTART:20260310T120000Z\r\nDTEND:20260310T130000Z\r\nSUMMARY:${summary}\r\nLOCATION:Room 1\r\n${more}END:VEVENT\r\nEND:VCALENDAR\r\n`,
  );
}

/** A change that changes nothing, to be refused or not. */
export const NO_CHANGE: Delta = { set: new PropertyBag(), remove: [] };

/** What a call ends with: a code, with the right that was missing, or `ok`. */
export async function outcomeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'ok';
  } catch (error) {
    const { code, details } = error as { code: string; details?: { context?: { right?: string } } };
    if (code === undefined) throw error;
    return code === 'FORBIDDEN' ? `FORBIDDEN ${details?.context?.right}` : code;
  }
}
