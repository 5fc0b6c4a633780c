import type { PropertyValue } from '../properties/types.ts';
import type { StateTx } from '../state/store.ts';
import type { RuleAction } from './actions.ts';
import { decode, encode } from './encoding.ts';

/** Which rule and action a step is of. */
export interface StepOrigin {
  readonly ruleId: number;
  /** The folder of the rule. */
  readonly ruleFolderId: number;
  /** From zero. */
  readonly action: number;
  /** The message it is about: 0 is the one delivered, others are copies that earlier steps make. */
  readonly subject: number;
}

/** What a delivery has to do. Whatever happens in between, each step is done once. */
export type Step = StepOrigin & { done?: boolean; failed?: boolean } & (
    | { readonly do: 'tag'; readonly property: string; readonly value: PropertyValue }
    | { readonly do: 'mark-read' | 'delete' }
    | { readonly do: 'copy'; readonly folderId: number; readonly as: number }
    | { readonly do: 'move'; readonly folderId: number }
    | { readonly do: 'send'; readonly content: RuleAction }
    | { readonly do: 'defer'; readonly provider: string; readonly parts: readonly Deferred[] }
  );

/** What a rule leaves to a client. */
export interface Deferred {
  readonly ruleId: number;
  readonly actions: readonly RuleAction[];
}

/** The steps, and the item number of each message they are about. */
export interface Plan {
  readonly subjects: number[];
  readonly steps: Step[];
}

/** A plan as JSON. */
export function encodePlan(plan: Plan): string {
  return encode(plan);
}

/** The reverse of {@link encodePlan}. */
export function decodePlan(json: string): Plan {
  return decode<Plan>(json);
}

/** Notes inside the transaction that makes an item of a delivery that it is made: by itself, or as a copy of its plan. */
export async function noteStored(
  tx: StateTx,
  { id, step }: { readonly id: number; readonly step: number },
  itemId: number,
): Promise<void> {
  const row = await tx.deliveries.get(id);
  if (row === undefined) return;
  if (step < 0) {
    await tx.deliveries.update(id, { itemId, phase: 'stored' });
    return;
  }
  const plan = decodePlan(row.plan);
  const copy = plan.steps[step];
  if (copy?.do !== 'copy') return;
  copy.done = true;
  plan.subjects[copy.as] = itemId;
  await tx.deliveries.update(id, { plan: encodePlan(plan) });
}
