import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Hooks, idsOf, lying, Place, side } from './memory.ts';
import { all, mail, sources } from './support.ts';

let place: Place;
beforeEach(async () => {
  place = await Place.make();
});
afterEach(() => place[Symbol.asyncDispose]());

it('a move that died is ended by one of two programs that find it at once, and its item is there', async () => {
  const [a, b] = [await side('aa'), await side('bb')];
  const first = await place.mounted({ '/A': a, '/B': b });
  await all(first.import('/A', sources([mail('x')])));
  const ids = await idsOf(first, '/A');
  // The item is stored, but the answer is lost, and B is out of reach when it is looked for.
  for (const operation of ['createItem', 'createItems'] as const) b.faults.fail({ operation, call: 1, when: 'after' });
  for (let call = 1; call <= 5; call++) b.faults.fail({ operation: 'listItems', call, when: 'before' });
  await all(first.move(ids, '/B'));
  b.faults.clear();
  expect([await lying(a), await lying(b)].map((texts) => texts.length)).toEqual([1, 1]);

  const hooks = new Hooks();
  const second = await place.open([a, b], { hooks });
  const third = await place.open([a, b]);
  let other: Promise<unknown> | undefined;
  // The second has listed B and reads what it found, while the third goes on.
  hooks.on('/B', 'openBody', 'before', async () => {
    other ??= all(third.import('/B', sources([mail('y')])));
    await sleep(500);
  });
  await all(second.sync('/B'));
  await other;
  expect(other).toBeDefined();
  await all(second.sync());
  expect(await idsOf(second, '/B')).toEqual([...ids, expect.anything()]);
  expect([await lying(a), await lying(b)].map((texts) => texts.length)).toEqual([0, 2]);
  expect(await all(second.check({ deep: true }))).toEqual([]);
});
