import type { Engine } from '../engine/engine.ts';
import { evaluate } from '../restriction/evaluate.ts';
import type { RestrictionValue } from '../restriction/restriction.ts';
import type { RuleRow } from '../state/rule-rows.ts';
import type { StateTx } from '../state/store.ts';
import { isForClient, type RuleAction } from './actions.ts';
import type { RuleFailure } from './deferred.ts';
import { conditionSubject, type Message, senderOf, type View } from './message.ts';
import type { Owner } from './owner.ts';
import type { Deferred, Plan, Step, StepOrigin } from './plan.ts';
import { isOutOfOffice, type Rule, ruleOf } from './rules.ts';
import { mayAnswer, sendable } from './sending.ts';
import { RULE_ERRORS, RULE_STATES } from './states.ts';

/** What a planner works with. */
export interface Scene {
  readonly engine: Engine;
  readonly tx: StateTx;
  readonly message: Message;
  readonly owner: Owner | undefined;
}

interface Move extends StepOrigin {
  readonly folderId: number;
}

/**
 * Finds out what the rules of a folder want done to a message ([MS-OXORULE] 3.2.5.1), and those of the folders that it goes
 * to by them. Only looks at the state, and notes in it whom rules have answered: plan and memory come to be together.
 */
export class Planner {
  readonly failures: RuleFailure[] = [];
  readonly #scene: Scene;
  readonly #steps: Step[] = [];
  /** Those that need to know where the message came to lie in the end. */
  readonly #last: Step[] = [];
  #subjects = 1;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  async plan(folderId: number): Promise<Plan> {
    const view = { subject: 0, values: new Map<string, RestrictionValue>(), flags: new Set<string>() };
    await this.#folder(folderId, view, new Set([folderId]));
    return { subjects: [this.#scene.message.row.itemId], steps: [...this.#steps, ...this.#last] };
  }

  /** `been` are the folders that the message came through: it goes to none of them again. */
  async #folder(folderId: number, start: View, been: ReadonlySet<number>): Promise<void> {
    const { tx } = this.#scene;
    const away = await isOutOfOffice(tx);
    const pass = new FolderPass(folderId, start);
    for (const row of await tx.rules.ofFolder(folderId)) {
      const onlyAway = (row.state & RULE_STATES.onlyWhenOutOfOffice) !== 0;
      if ((row.state & RULE_STATES.enabled) === 0 && !onlyAway) continue;
      if (onlyAway ? !away : pass.ended) continue;
      const rule = this.#matching(row, pass.view);
      if (rule === undefined || (await this.#answered(row))) continue;
      for (const [number, action] of rule.actions.entries()) await this.#action(pass, rule, number, action, been);
      if ((row.state & RULE_STATES.exitLevel) !== 0 || pass.deleted !== undefined) pass.ended = true;
    }
    await this.#leave(pass, been);
  }

  /** The rule, where the message meets its condition. One that cannot be read or evaluated is in error, and skipped. */
  #matching(row: RuleRow, view: View): Rule | undefined {
    try {
      const rule = ruleOf(row);
      const { condition } = rule;
      const isMet =
        condition === undefined ||
        evaluate(condition, conditionSubject(this.#scene.message, view, this.#scene.engine.replicas));
      return isMet ? rule : undefined;
    } catch {
      const { ruleId, provider, folderId } = row;
      this.failures.push({ ruleId, provider, folderId, error: RULE_ERRORS.parsing });
      return undefined;
    }
  }

  /** Whether a rule that remembers whom it answered has answered this sender; if not, it has from now on. */
  async #answered({ ruleId, state }: RuleRow): Promise<boolean> {
    const both = RULE_STATES.onlyWhenOutOfOffice | RULE_STATES.keepHistory;
    const sender = senderOf(this.#scene.message);
    if ((state & both) !== both || sender === '') return false;
    const { tx, engine } = this.#scene;
    const mark = `oof:${sender}`.slice(0, 255);
    if (await tx.rules.remembers(ruleId, mark)) return true;
    await tx.rules.remember(ruleId, mark, engine.clock().getTime());
    return false;
  }

  async #action(
    pass: FolderPass,
    rule: Rule,
    number: number,
    action: RuleAction,
    been: ReadonlySet<number>,
  ): Promise<void> {
    const origin = { ruleId: rule.id, ruleFolderId: pass.folderId, action: number, subject: pass.view.subject };
    if (isForClient(action)) return pass.defer(rule, origin, action);
    switch (action.type) {
      case 'move':
      case 'copy': {
        const folderId = Number((action as { to: string }).to.slice(1));
        if (been.has(folderId)) return;
        if (action.type === 'move') pass.moves.push({ ...origin, folderId });
        else await this.#copy({ ...origin, folderId }, pass.view, been);
        return;
      }
      case 'tag':
        this.#steps.push({ ...origin, do: 'tag', property: action.property, value: action.value });
        pass.set(action.property, action.value as RestrictionValue);
        return;
      case 'mark-read':
        this.#steps.push({ ...origin, do: 'mark-read' });
        pass.flag('$seen');
        return;
      case 'delete':
        pass.deleted = origin;
        return;
      default:
        if (!(await this.#send(origin, action))) return;
        // What is sent back does not stay.
        if (action.type === 'bounce') pass.deleted = origin;
    }
  }

  async #copy({ folderId, ...origin }: Move, view: View, been: ReadonlySet<number>): Promise<void> {
    const as = this.#subjects++;
    this.#steps.push({ ...origin, do: 'copy', folderId, as });
    await this.#folder(folderId, { ...view, subject: as }, new Set([...been, folderId]));
  }

  /** Whether something goes out: never in circles, and no answers to machines. */
  async #send(origin: StepOrigin, action: RuleAction): Promise<boolean> {
    const { engine, tx, message, owner } = this.#scene;
    const content = sendable(action, message, engine.replicas.store);
    if (content === undefined || !mayAnswer(content, message, owner)) return false;
    const { messageId } = message.row;
    const mark = `sent:${origin.action}:${messageId}`.slice(0, 255);
    if (messageId !== null && (await tx.rules.remembers(origin.ruleId, mark))) return false;
    if (messageId !== null) await tx.rules.remember(origin.ruleId, mark, engine.clock().getTime());
    this.#steps.push({ ...origin, do: 'send', content });
    return true;
  }

  /** Takes the message where it belongs: each folder gets one, and the last has the message itself. */
  async #leave(pass: FolderPass, been: ReadonlySet<number>): Promise<void> {
    const targets = [...new Map(pass.moves.map((move) => [move.folderId, move])).values()];
    const last = pass.deleted === undefined ? targets.pop() : undefined;
    for (const move of targets) await this.#copy(move, pass.view, been);
    if (last !== undefined) {
      const { folderId, ...origin } = last;
      this.#steps.push({ ...origin, do: 'move', folderId });
      await this.#folder(folderId, pass.view, new Set([...been, folderId]));
    }
    if (pass.deleted !== undefined) this.#last.push({ ...pass.deleted, do: 'delete' });
    else
      for (const [provider, { origin, parts }] of pass.deferred)
        this.#last.push({ ...origin, do: 'defer', provider, parts });
  }
}

/** What is known while the rules of one folder are gone through. */
class FolderPass {
  readonly folderId: number;
  readonly moves: Move[] = [];
  readonly deferred = new Map<string, { readonly origin: StepOrigin; readonly parts: Deferred[] }>();
  view: View;
  ended = false;
  deleted: StepOrigin | undefined;

  constructor(folderId: number, view: View) {
    this.folderId = folderId;
    this.view = view;
  }

  set(property: string, value: RestrictionValue): void {
    this.view = { ...this.view, values: new Map([...this.view.values, [property, value]]) };
  }

  flag(flag: string): void {
    this.view = { ...this.view, flags: new Set([...this.view.flags, flag]) };
  }

  /** Work for a client: together by the program that the rules belong to. */
  defer(rule: Rule, origin: StepOrigin, action: RuleAction): void {
    const group = this.deferred.get(rule.provider) ?? { origin, parts: [] };
    this.deferred.set(rule.provider, group);
    const part = group.parts.find(({ ruleId }) => ruleId === rule.id);
    if (part === undefined) group.parts.push({ ruleId: rule.id, actions: [action] });
    else group.parts.splice(group.parts.indexOf(part), 1, { ...part, actions: [...part.actions, action] });
  }
}
