import { MemoryData } from '@mapistore/backend-memory';
import { bytesSource, collect, type ItemWritten, MapistoreError } from '@mapistore/core';
import type { FullBackend } from '../context.ts';
import { caught } from './caught.ts';
import type { Mutant } from './mutant.ts';

/** Gives the key of the item deleted last to the next one. */
class Reusing extends MemoryData {
  // Not a private name: the constructor above asks for numbers before those of this class exist.
  private free: number | undefined;

  override remove(...[folder, key]: Parameters<MemoryData['remove']>): void {
    super.remove(folder, key);
    this.free = Number(key);
  }

  override number(): number {
    const free = this.free;
    this.free = undefined;
    return free ?? super.number();
  }
}

/** The content revision that an item has now. */
function revisionOf(
  sound: FullBackend,
  request: { folder: string; key: string; signal: AbortSignal },
): Promise<string> {
  return sound.readItem(request).then((entry) => entry.contentRevision);
}

/** Mutants that store, replace, delete or flag items wrongly. */
export const itemMutants: readonly Mutant[] = [
  {
    id: 'unknown-types-are-mail',
    breaks: 'What is not accepted is stored as mail.',
    fails: ['items.create.unaccepted-type'],
    break: (sound) => ({
      createItem: caught(sound.createItem, 'INVALID_CONTENT', (request) => {
        const { body } = request.item;
        if (sound.description.accepts.includes(body.mediaType)) throw new MapistoreError('INVALID_CONTENT', 'No.');
        return sound.createItem({
          ...request,
          item: { ...request.item, body: { ...body, mediaType: 'message/rfc822' } },
        });
      }),
    }),
  },
  {
    id: 'normalises-unsaid',
    breaks: 'Bare LF becomes CRLF though the backend says `exact`.',
    fails: ['items.create.odd-bytes', 'items.create.bytes-come-back', 'kinds.is-kept'],
    options: { bytes: 'normalising' },
    break: ({ description }) => ({
      description: { ...description, traits: { ...description.traits, bytes: 'exact' } },
    }),
  },
  {
    id: 'answers-old-revision',
    breaks: 'A new item is answered with a revision that is not listed.',
    fails: ['items.create.answer-is-listed'],
    break: (sound) => ({
      async createItem(request) {
        const written = await sound.createItem(request);
        return { ...written, flagsRevision: `${written.flagsRevision}-old` };
      },
    }),
  },
  {
    id: 'reads-nothing-back',
    breaks: 'What was sent is said to be what is stored.',
    fails: ['items.create.read-back'],
    options: { bytes: 'normalising' },
    break: (sound) => ({
      async createItem(request) {
        const stored = await collect(request.item.body.open({ signal: request.signal }));
        return { ...(await sound.createItem(request)), stored };
      },
    }),
  },
  {
    id: 'reads-another-item-back',
    breaks: 'What is said to be stored by an update ends after 100 bytes.',
    fails: ['items.update.read-back'],
    break: (sound) => ({
      async updateItem(request) {
        const stored = await collect(request.body.open({ signal: request.signal }));
        return { ...(await sound.updateItem(request)), stored: stored.subarray(0, 100) };
      },
    }),
  },
  {
    id: 'one-of-equals',
    breaks: 'An item that is stored already is not stored again.',
    fails: ['items.create.equal-items-are-two'],
    break(sound) {
      const stored = new Map<string, ItemWritten>();
      return {
        async createItem(request) {
          const bytes = await collect(request.item.body.open({ signal: request.signal }));
          const text = `${request.folder} ${Buffer.from(bytes).toString('base64')}`;
          const written = stored.get(text) ?? (await sound.createItem(request));
          if (bytes.byteLength < 1000) stored.set(text, written);
          return written;
        },
      };
    },
  },
  {
    id: 'stores-in-root',
    breaks: 'An item for a folder that is gone is stored in the root.',
    fails: ['items.create.missing-folder'],
    break: (sound) => ({
      createItem: caught(sound.createItem, 'NOT_FOUND', (request) => sound.createItem({ ...request, folder: '' })),
    }),
  },
  {
    id: 'stores-half',
    breaks: 'What came before a source failed is stored.',
    fails: ['items.create.failing-source'],
    break: (sound) => ({
      createItem: caught(sound.createItem, 'UNAVAILABLE', async (request) => {
        const body = bytesSource(new Uint8Array(Buffer.from('Subject: half')), request.item.body.mediaType);
        await sound.createItem({ ...request, item: { ...request.item, body } });
        throw new MapistoreError('UNAVAILABLE', 'The source failed.');
      }),
    }),
  },
  {
    id: 'believes-no-size',
    breaks: 'The size that a source says is not compared.',
    fails: ['items.create.wrong-size'],
    break: (sound) => ({
      createItem(request) {
        const { size: _, ...body } = request.item.body;
        return sound.createItem({ ...request, item: { ...request.item, body } });
      },
    }),
  },
  {
    id: 'keeps-buffers',
    breaks: 'It holds on to the chunks of a source, which uses its buffer again.',
    fails: ['items.create.any-chunks'],
    break: (sound) => ({
      createItem(request) {
        const { body } = request.item;
        async function* open(): AsyncIterable<Uint8Array> {
          const chunks: Uint8Array[] = [];
          for await (const chunk of body.open({ signal: request.signal })) chunks.push(chunk);
          yield* chunks;
        }
        return sound.createItem({ ...request, item: { ...request.item, body: { ...body, open } } });
      },
    }),
  },
  {
    id: 'drops-new-keywords',
    breaks: 'A keyword of a new item is dropped and not named.',
    fails: ['items.create.keeps-flags'],
    break: (sound) => ({
      createItem: (request) =>
        sound.createItem({
          ...request,
          item: { ...request.item, flags: request.item.flags.filter((flag) => flag.startsWith('$')) },
        }),
    }),
  },
  {
    id: 'received-is-now',
    breaks: 'The date of a new item is that of storing it.',
    fails: ['items.create.keeps-received'],
    break: (sound) => ({
      createItem({ item: { received, ...item }, ...request }) {
        // The dates of other cases are kept, so that only the one rule is broken.
        const kept = received !== undefined && received.getUTCFullYear() !== 1999 ? { received } : {};
        return sound.createItem({ ...request, item: { ...item, ...kept } });
      },
    }),
  },
  {
    id: 'same-name-replaces',
    breaks: 'An item whose name is wished for again takes the place of the first.',
    fails: ['items.create.hostile-names', 'concurrency.creates', 'model.random-operations'],
    break(sound) {
      const named = new Map<string, string>();
      return {
        async createItem(request) {
          const written = await sound.createItem(request);
          const { name } = request.item;
          if (name === undefined) return written;
          const before = named.get(`${request.folder} ${name}`);
          if (before !== undefined) await sound.deleteItem({ ...request, key: before });
          named.set(`${request.folder} ${name}`, written.key);
          return written;
        },
      };
    },
  },
  {
    id: 'reuses-keys',
    breaks: 'The key of a deleted item is given to the next one.',
    fails: ['items.create.keys-are-new'],
    data: () => new Reusing(),
  },
  {
    id: 'updates-a-copy',
    breaks: 'An update stores a second item and leaves the first.',
    fails: ['items.update.replaces-bytes', 'concurrency.updates', 'model.random-operations'],
    break: (sound) => ({
      async updateItem(request) {
        const { contentRevision, flags = [], received } = await sound.readItem(request);
        const expected = request.ifRevision?.content;
        if (expected !== undefined && expected !== contentRevision)
          throw new MapistoreError('PRECONDITION_FAILED', 'It changed.');
        const item = { body: request.body, flags, ...(received !== undefined && { received }) };
        return sound.createItem({ ...request, item });
      },
    }),
  },
  {
    id: 'update-answers-old-revision',
    breaks: 'An update answers the revision of before.',
    fails: ['items.update.changes-revision'],
    break: (sound) => ({
      async updateItem(request) {
        if (request.ifRevision !== undefined) return sound.updateItem(request);
        const contentRevision = await revisionOf(sound, request);
        return { ...(await sound.updateItem(request)), contentRevision };
      },
    }),
  },
  {
    id: 'update-clears-flags',
    breaks: 'An update clears the flags.',
    fails: ['items.update.keeps-flags-and-date', 'model.random-operations'],
    break: (sound) => ({
      async updateItem(request) {
        const written = await sound.updateItem(request);
        await sound.setFlags({ ...request, keys: [written.key], add: [], remove: ['$flagged', '$seen'] });
        return written;
      },
    }),
  },
  {
    id: 'update-ignores-revision',
    breaks: 'An update does not look at the revision it was given.',
    fails: ['items.update.stale-revision-is-refused', 'concurrency.updates'],
    break: (sound) => ({ updateItem: ({ ifRevision: _, ...request }) => sound.updateItem(request) }),
  },
  {
    id: 'update-looks-early',
    breaks: 'An update compares the revision before it reads the source and never again, and says it is atomic.',
    fails: ['concurrency.updates'],
    break: (sound) => ({
      async updateItem({ ifRevision, ...request }) {
        const expected = ifRevision?.content;
        if (expected !== undefined && expected !== (await revisionOf(sound, request))) {
          throw new MapistoreError('PRECONDITION_FAILED', 'It changed.');
        }
        return sound.updateItem(request);
      },
    }),
  },
  {
    id: 'update-brings-back',
    breaks: 'An update of an item that is gone stores it anew.',
    fails: ['items.update.missing'],
    break: (sound) => ({
      updateItem: caught(sound.updateItem, 'NOT_FOUND', (request) =>
        sound.createItem({ ...request, item: { body: request.body, flags: [] } }),
      ),
    }),
  },
  {
    id: 'deletes-the-next-too',
    breaks: 'A deletion takes the next item with it.',
    fails: [
      'items.delete.only-the-one',
      'batches.delete-items',
      'batches.get-items',
      'changes.tells-removed',
      'flags.set.add-and-remove',
      'model.random-operations',
      'transfer.copy-is-another-item',
    ],
    break: (sound) => ({
      async deleteItem(request) {
        const { items } = await sound.listItems({ ...request, detail: 'revision', limit: 100_000 });
        const next = items[items.findIndex(({ key }) => key === request.key) + 1];
        await sound.deleteItem(request);
        // Not where a revision was named, so that only this rule is broken.
        if (next !== undefined && request.ifRevision === undefined && items[0]?.key !== next.key) {
          await sound.deleteItem({ ...request, key: next.key });
        }
      },
    }),
  },
  {
    id: 'missing-item-is-error',
    breaks: 'Deleting an item that is gone is NOT_FOUND.',
    fails: ['items.delete.missing-is-success'],
    break: (sound) => ({
      async deleteItem(request) {
        if (request.ifRevision === undefined) await sound.readItem(request);
        return sound.deleteItem(request);
      },
    }),
  },
  {
    id: 'missing-item-matches-any-revision',
    breaks: 'Deleting an item that is gone succeeds though a revision was named.',
    fails: ['items.delete.missing-with-revision'],
    break: (sound) => ({
      deleteItem: caught(sound.deleteItem, 'PRECONDITION_FAILED', async (request) => {
        const { ifRevision: _, ...plain } = request;
        const there = await sound.readItem(plain).then(
          () => true,
          () => false,
        );
        if (there) throw new MapistoreError('PRECONDITION_FAILED', 'It changed.');
      }),
    }),
  },
  {
    id: 'delete-ignores-revision',
    breaks: 'A deletion does not look at the revision of an item that is there.',
    fails: ['items.delete.stale-revision-is-refused'],
    break: (sound) => ({
      deleteItem: caught(sound.deleteItem, 'PRECONDITION_FAILED', async (request) => {
        const { ifRevision: _, ...plain } = request;
        const there = await sound.readItem(plain).then(
          () => true,
          () => false,
        );
        if (!there) throw new MapistoreError('PRECONDITION_FAILED', 'It is gone.');
        return sound.deleteItem(plain);
      }),
    }),
  },
];
