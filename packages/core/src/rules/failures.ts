import type { Engine } from '../engine/engine.ts';
import type { MapistoreError } from '../errors/error.ts';
import type { ContentsRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { leaveError, type RuleFailure } from './deferred.ts';
import { decodePlan, encodePlan, type Step } from './plan.ts';
import { ACTION_TYPES, RULE_ERRORS, RULE_STATES } from './states.ts';

/**
 * Notes in rules that they are in error. The first time a message in the folder of deferred actions tells so; as long as
 * the rule is not changed, no more follow.
 */
export async function noteFailures(
  engine: Engine,
  tx: StateTx,
  row: Pick<ContentsRow, 'itemId' | 'folderId' | 'mid'>,
  failures: readonly RuleFailure[],
): Promise<void> {
  for (const failure of failures) {
    const rule = (await tx.rules.ofFolder(failure.folderId)).find(({ ruleId }) => ruleId === failure.ruleId);
    if (rule === undefined) continue;
    if ((rule.state & RULE_STATES.error) === 0) await leaveError(engine, tx, row, failure);
    const parse = failure.error === RULE_ERRORS.parsing ? RULE_STATES.parseError : 0;
    await tx.rules.update(rule.ruleId, { state: rule.state | RULE_STATES.error | parse });
  }
}

/** Gives a step up: the message stays where it is, and the rule is in error. */
export async function failStep(
  engine: Engine,
  deliveryId: number,
  number: number,
  error: MapistoreError,
): Promise<void> {
  await engine.state.write(async (tx) => {
    const row = await tx.deliveries.get(deliveryId);
    if (row === undefined) return;
    const plan = decodePlan(row.plan);
    const step = plan.steps[number];
    if (step === undefined || step.done === true || step.failed === true) return;
    step.failed = true;
    await tx.deliveries.update(deliveryId, { plan: encodePlan(plan) });
    const itemId = plan.subjects[step.subject] as number;
    const [item] = await tx.contents.byItems([itemId]);
    const { ruleId, ruleFolderId: folderId } = step;
    const rule = (await tx.rules.ofFolder(folderId)).find((each) => each.ruleId === ruleId);
    const action = { type: typeOf(step), number: step.action };
    const failure = { ruleId, folderId, provider: rule?.provider ?? '', error: errorOf(step, error), action };
    await noteFailures(engine, tx, item ?? { itemId, folderId, mid: itemId }, [failure]);
  });
}

function typeOf(step: Step): number {
  return ACTION_TYPES[step.do === 'send' ? step.content.type : step.do];
}

function errorOf(step: Step, { code }: MapistoreError): number {
  if (step.do === 'copy' || step.do === 'move') {
    if (code === 'FORBIDDEN') return RULE_ERRORS.permission;
    return code === 'QUOTA_EXCEEDED' ? RULE_ERRORS.folderQuota : RULE_ERRORS.moveOrCopy;
  }
  if (step.do === 'send' && code === 'NOT_FOUND') return RULE_ERRORS.template;
  return step.do === 'send' ? RULE_ERRORS.execution : RULE_ERRORS.processing;
}
