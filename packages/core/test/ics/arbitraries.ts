import fc from 'fast-check';
import { type Gid, IdSet, PredecessorChangeList } from '../../src/index.ts';

/** Three replicas are enough for everything that can happen between two of them. */
export const REPLICAS: readonly [string, string, string] = [
  '3d0a1b1e-6d5c-4f0e-9d5f-0a4b6f2c7d11',
  'a1b2c3d4-0000-4000-8000-000000000001',
  'ffeeddcc-1111-4111-8111-111111111111',
];

const replica: fc.Arbitrary<string> = fc.constantFrom(...REPLICAS);

/** Numbers so small that ranges meet. */
const counter: fc.Arbitrary<number> = fc.integer({ min: 1, max: 40 });

export const gid: fc.Arbitrary<Gid> = fc.record({ replica, counter });

export const idSet: fc.Arbitrary<IdSet> = fc
  .array(fc.record({ id: gid, more: fc.nat({ max: 6 }) }), { maxLength: 12 })
  .map((ranges) => {
    const set = IdSet.empty();
    for (const { id, more } of ranges) set.add(id, id.counter + more);
    return set;
  });

export const predecessors: fc.Arbitrary<PredecessorChangeList> = fc
  .array(fc.record({ namespace: replica, localId: fc.integer({ min: 1, max: 9 }) }), { maxLength: 4 })
  .map((xids) =>
    PredecessorChangeList.of(
      xids.map(({ namespace, localId }) => ({ namespace, localId: localId.toString(16).padStart(12, '0') })),
    ),
  );
