import type { Flags } from '../contract/entries.ts';
import { splitWords } from '../read/words.ts';
import type { ContentsRow } from '../state/rows.ts';
import type { Written } from './batch.ts';
import type { Payload, Target } from './place.ts';

/** Gives the copy of a moved item the flags that its source got after it was read. */
export async function carryFlags(
  target: Target,
  move: Written,
  from: ContentsRow,
  signal: AbortSignal,
): Promise<Written> {
  const { intent, place } = move;
  const { flags: copied } = JSON.parse(intent.payload) as Payload;
  const now = splitWords(from.flags);
  const add = without(now, copied);
  const remove = without(copied, now);
  if ((add.length === 0 && remove.length === 0) || place.backendKey === null) return move;
  const folder = target.folder.backendKey as string;
  const [answer] = (await target.backend.setFlags?.({ signal, folder, keys: [place.backendKey], add, remove })) ?? [];
  if (answer === undefined) return move;
  if (!answer.ok) throw answer.error;
  const { flags, flagsRevision } = answer.value;
  const refused = without(now, flags);
  return { intent, place: { ...place, refused, flagsRevision: flagsRevision ?? place.flagsRevision } };
}

function without(flags: Flags, others: Flags): Flags {
  return flags.filter((flag) => !others.includes(flag));
}
