import { openBlob } from '../blobs/blob-area.ts';
import type { BodySource } from '../contract/body.ts';
import type { Engine } from '../engine/engine.ts';
import { aliveSessions } from '../engine/session.ts';
import type { PropertyBag } from '../properties/bag.ts';
import type { OutgoingRow } from '../state/rule-rows.ts';
import { timeOf } from '../state/time.ts';
import { type ItemId, itemId } from '../store/ids.ts';
import type { RuleRecipient } from './actions.ts';
import { decodeBag } from './bags.ts';

/** Something that a rule wants to be sent. */
export interface Outgoing {
  readonly id: number;
  readonly kind: OutgoingRow['kind'];
  /** The item it is about. */
  readonly item: ItemId;
  readonly rule: number;
  /** To whom, as the envelope says; the bytes may name others. */
  readonly recipients: readonly RuleRecipient[];
  /** Whom failures are told; empty for nobody: the answer of a machine. */
  readonly sender: string;
  /** What the bytes do not say, for a program that sends properties. */
  readonly properties: PropertyBag;
  /** What to send. */
  readonly body: BodySource;
  readonly date: Date;
  /** Whether somebody has it in hand. */
  readonly taken: boolean;
}

/**
 * What rules want to be sent. The store sends nothing: a program takes entries, sends them, and says so. What it took and did
 * not say so about within the time comes back, so that nothing is lost when it dies; it is sent twice at the worst.
 */
export interface OutgoingQueue {
  list(): Promise<readonly Outgoing[]>;
  /** Takes the oldest that nobody has in hand: at most `limit` (default 10), for `forMs` (default five minutes). */
  take(request?: { readonly limit?: number; readonly forMs?: number }): Promise<readonly Outgoing[]>;
  /** Says that they are sent: they are gone then. */
  ack(ids: readonly number[]): Promise<void>;
  /** Gives back what could not be sent now. */
  release(ids: readonly number[]): Promise<void>;
}

const FOR_MS = 300_000;

/** The queue of a store. */
export function outgoingOf(engine: Engine): OutgoingQueue {
  const { state } = engine;
  return {
    list: () =>
      state.read(async (tx) => {
        const free = await freeNow(engine, tx);
        return (await tx.outgoing.all()).map((row) => publicForm(engine, row, !free(row)));
      }),
    take: ({ limit = 10, forMs = FOR_MS } = {}) =>
      state.write(async (tx) => {
        const free = await freeNow(engine, tx);
        const rows = (await tx.outgoing.all()).filter(free).slice(0, limit);
        const takenUntil = (await timeOf(tx, engine.clock)) + forMs;
        const sessionId = engine.session.id;
        for (const { outgoingId } of rows) await tx.outgoing.update(outgoingId, { sessionId, takenUntil });
        return rows.map((row) => publicForm(engine, row, true));
      }),
    ack: (ids) =>
      state.write(async (tx) => {
        for (const row of (await tx.outgoing.all()).filter(({ outgoingId }) => ids.includes(outgoingId))) {
          await tx.outgoing.delete(row.outgoingId);
          await tx.blobs.release(row.blob);
        }
      }),
    release: (ids) =>
      state.write(async (tx) => {
        for (const id of ids) await tx.outgoing.update(id, { sessionId: null, takenUntil: null });
      }),
  };
}

type Tx = Parameters<typeof aliveSessions>[0];

async function freeNow(engine: Engine, tx: Tx): Promise<(row: OutgoingRow) => boolean> {
  const alive = await aliveSessions(tx, engine.clock);
  const now = await timeOf(tx, engine.clock);
  return ({ sessionId, takenUntil }) => sessionId === null || !alive.has(sessionId) || (takenUntil ?? 0) <= now;
}

function publicForm({ state }: Engine, row: OutgoingRow, taken: boolean): Outgoing {
  const { outgoingId, kind, ruleId, recipients, properties, mediaType, blob, size, at } = row;
  const { to, sender } = JSON.parse(recipients) as { to: readonly RuleRecipient[]; sender: string };
  return {
    id: outgoingId,
    kind,
    item: itemId(row.itemId),
    rule: ruleId,
    recipients: to,
    sender,
    properties: decodeBag(properties),
    body: {
      mediaType,
      size,
      async *open({ range }) {
        yield* openBlob(state, blob, mediaType, range);
      },
    },
    date: new Date(at),
    taken,
  };
}
