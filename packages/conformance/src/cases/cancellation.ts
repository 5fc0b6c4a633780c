import { bytesSource, type Capability } from '@mapistore/core';
import { ConformanceFailure, check, equal } from '../assert.ts';
import type { ConformanceCase } from '../case.ts';
import type { CaseContext } from '../context.ts';
import { sizedBytes } from '../samples/sized.ts';

type Call = (
  context: CaseContext,
  about: { readonly folder: string; readonly key: string; readonly signal: AbortSignal },
) => Promise<unknown>;

/** Every operation that answers with a promise. */
const CALLS: Readonly<Record<string, Call>> = {
  listFolders: ({ backend }, { signal }) => backend.listFolders({ limit: 10, signal }),
  listItems: ({ backend }, { folder, signal }) => backend.listItems({ folder, detail: 'head', limit: 10, signal }),
  readItem: ({ backend }, about) => backend.readItem(about),
  openBody: ({ backend }, about) => backend.openBody(about),
  createFolder: ({ backend }, { folder, signal }) => backend.createFolder({ parent: folder, name: 'Aborted', signal }),
  updateFolder: ({ backend }, { folder, signal }) => backend.updateFolder({ folder, name: 'Aborted', signal }),
  deleteFolder: ({ backend }, { folder, signal }) => backend.deleteFolder({ folder, signal }),
  createItem: (context, { folder, signal }) => context.backend.createItem({ folder, item: context.item(), signal }),
  updateItem: (context, about) =>
    context.backend.updateItem({ ...about, body: bytesSource(context.sample(), context.mediaType) }),
  deleteItem: ({ backend }, about) => backend.deleteItem(about),
  setFlags: ({ backend }, { folder, key, signal }) =>
    backend.setFlags({ folder, keys: [key], add: ['$seen'], remove: [], signal }),
  changes: ({ backend }, { folder, signal }) => backend.changes({ folder, token: '', limit: 10, signal }),
  query: ({ backend }, { folder, signal }) => backend.query({ folder, limit: 10, signal }),
  getItems: ({ backend }, { folder, key, signal }) => backend.getItems({ folder, keys: [key], signal }),
  openBodies: async ({ backend }, { folder, key, signal }) => {
    for await (const { body } of backend.openBodies({ folder, keys: [key], signal })) await body[Symbol.asyncDispose]();
  },
  createItems: (context, { folder, signal }) =>
    context.backend.createItems({ folder, items: [context.item()], signal }),
  deleteItems: ({ backend }, { folder, key, signal }) => backend.deleteItems({ folder, items: [{ key }], signal }),
  copyItems: ({ backend }, { folder, key, signal }) => backend.copyItems({ folder, keys: [key], to: folder, signal }),
  moveItems: ({ backend }, { folder, key, signal }) => backend.moveItems({ folder, keys: [key], to: folder, signal }),
  checkpoint: ({ backend }, { folder, signal }) => backend.checkpoint({ folder, signal }),
  quota: ({ backend }, { signal }) => backend.quota({ signal }),
  count: ({ backend }, { folder, signal }) => backend.count({ folder, signal }),
};

/** The names of the operations that {@link cancellationCases} covers. */
export const CANCELLABLE: readonly string[] = Object.keys(CALLS);

const REQUIRED = ['listFolders', 'listItems', 'readItem', 'openBody'];

/** Aborts: one case per operation, and one in the middle of a body. */
export const cancellationCases: readonly ConformanceCase[] = [
  ...CANCELLABLE.map(
    (operation): ConformanceCase => ({
      id: `cancellation.${operation}`,
      title: `\`${operation}\` with an aborted signal rejects with the signal's own reason and does nothing`,
      spec: 'cancellation',
      requires: REQUIRED.includes(operation) ? [] : [operation as Capability],
      run: (context) => aborted(context, operation),
    }),
  ),
  {
    id: 'cancellation.mid-body',
    title: "an abort in the middle of a body ends it with the signal's own reason",
    spec: 'cancellation',
    requires: ['createItem'],
    async run(context) {
      const size = Math.min(2_000_000, context.traits.maxBodyBytes ?? 2_000_000);
      const { key } = await context.create({ bytes: sizedBytes(size, context.mediaType, context.sample()) });
      const abort = new AbortController();
      const reason = new Error('enough');
      const body = await context.backend.openBody({ folder: context.folder, key, signal: abort.signal });
      await rejectsWith(reason, async () => {
        for await (const _ of body) abort.abort(reason);
      });
      await context.keys();
    },
  },
];

async function aborted(context: CaseContext, operation: string): Promise<void> {
  const { capabilities } = context.backend.description;
  const key = capabilities.createItem ? (await context.create()).key : '0';
  const before = await state(context);
  const reason = new Error('changed my mind');
  const call = CALLS[operation];
  check(call, `no call for ${operation}`);
  await rejectsWith(reason, () => call(context, { folder: context.folder, key, signal: AbortSignal.abort(reason) }));
  await context.settle();
  equal(await state(context), before, 'folder after the aborted call');
}

async function rejectsWith(reason: unknown, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error === reason) return;
    throw new ConformanceFailure(`rejected with something else than the signal's reason: ${String(error)}`);
  }
  throw new ConformanceFailure('went on although the signal was aborted');
}

async function state(context: CaseContext): Promise<unknown> {
  const folders = (await context.folders(1000)).filter(
    ({ key, parent }) => key === context.folder || parent === context.folder,
  );
  return [
    folders.map(({ key, name }) => [key, name]),
    (await context.list()).map(({ key, contentRevision, flags }) => [key, contentRevision, flags]),
  ];
}
