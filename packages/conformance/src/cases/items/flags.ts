import { check, equal, need } from '../../assert.ts';
import type { ConformanceCase } from '../../case.ts';

/** Setting flags. */
export const flagCases: readonly ConformanceCase[] = [
  {
    id: 'flags.set.add-and-remove',
    title: 'flags are added and removed, a result per key in the order of the keys, NOT_FOUND for the missing',
    spec: 'flags',
    requires: ['createItem', 'deleteItem', 'setFlags'],
    async run(context) {
      const { backend, folder, signal } = context;
      const one = (await context.create({ flags: ['$seen'] })).key;
      const gone = (await context.create()).key;
      const two = (await context.create({ flags: ['$answered'] })).key;
      await backend.deleteItem({ folder, key: gone, signal });
      await context.settle();
      const results = await backend.setFlags({
        folder,
        keys: [one, gone, two],
        add: ['$flagged'],
        remove: ['$seen'],
        signal,
      });
      await context.settle();
      equal(
        results.map((result) =>
          result.ok ? result.value.flags.filter((flag) => flag !== '$recent') : result.error.code,
        ),
        [['$flagged'], 'NOT_FOUND', ['$answered', '$flagged']],
        'results',
      );
      equal((await context.entry(one)).flags, ['$flagged'], 'flags of the first in the listing');
      equal((await context.entry(two)).flags, ['$answered', '$flagged'], 'flags of the last in the listing');
    },
  },
  {
    id: 'flags.set.same-is-no-change',
    title: 'flags that are as asked already change no revision',
    spec: 'flags',
    requires: ['createItem', 'setFlags'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { key } = await context.create({ flags: ['$seen'] });
      const before = await context.entry(key);
      await backend.setFlags({ folder, keys: [key], add: ['$seen'], remove: ['$flagged'], signal });
      await context.settle();
      equal((await context.entry(key)).flagsRevision, before.flagsRevision, 'flags revision');
    },
  },
  {
    id: 'flags.set.changes-flags-revision-only',
    title: 'new flags change the flags revision and not the content revision',
    spec: 'revisions',
    requires: ['createItem', 'setFlags'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { key } = await context.create();
      const before = await context.entry(key);
      const [result] = await backend.setFlags({ folder, keys: [key], add: ['$seen'], remove: [], signal });
      await context.settle();
      const after = await context.entry(key);
      check(result?.ok === true, 'the flag was not set');
      equal(after.flags, ['$seen'], 'flags in the listing');
      check(after.flagsRevision !== before.flagsRevision, 'the flags revision did not change');
      equal(after.contentRevision, before.contentRevision, 'content revision');
    },
  },
  {
    id: 'flags.set.refused-are-named',
    title: 'a keyword is stored or named as refused, and the others are stored',
    spec: 'flags',
    requires: ['createItem', 'setFlags'],
    async run(context) {
      const { backend, folder, signal } = context;
      const { key } = await context.create();
      const wanted = ['$flagged', '$forwarded', 'mapistore-keyword'];
      const [result] = await backend.setFlags({ folder, keys: [key], add: wanted, remove: [], signal });
      await context.settle();
      check(result?.ok === true, 'the flags were not set');
      const stored = need((await context.entry(key)).flags, 'flags of the item');
      equal([...stored, ...(result.value.refused ?? [])].sort(), wanted, 'stored and refused flags');
      check(stored.includes('$flagged'), 'the system flag was not stored');
    },
  },
  {
    id: 'flags.listed.normal-form',
    title: 'flags are lower case, sorted, each once',
    spec: 'flags',
    requires: ['createItem', 'setFlags'],
    async run(context) {
      const { key } = await context.create({ flags: ['$seen', '$flagged', '$answered'] });
      const flags = need((await context.entry(key)).flags, 'flags of the item');
      equal(flags, [...new Set(flags.map((flag) => flag.toLowerCase()))].sort(), 'flags');
    },
  },
];
