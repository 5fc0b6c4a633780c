import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import type { PropertyBag } from '../properties/bag.ts';
import type { Restriction } from '../restriction/restriction.ts';
import type { RuleRow } from '../state/rule-rows.ts';
import type { StateTx } from '../state/store.ts';
import { checkedAction, isForClient, type RuleAction } from './actions.ts';
import { decodeTemplate } from './bags.ts';
import { decode, encode } from './encoding.ts';
import { type PropertyTableRequest, propertyTable } from './property-table.ts';
import { ruleProperties } from './rule-properties.ts';
import { OWN_STATES, RULE_STATES } from './states.ts';
import { type Templates, templatesOf } from './templates.ts';

/** What a rule is without its id. */
export interface NewRule {
  /** PidTagRuleName; default empty. */
  readonly name?: string;
  /** Which program the rule belongs to (PidTagRuleProvider); default `MAPIStore`. */
  readonly provider?: string;
  /** `extended` for one that is kept as a hidden message ([MS-OXORULE] 2.2.4); default `standard`. */
  readonly kind?: 'standard' | 'extended';
  /** Rules with smaller numbers come first; default 10. */
  readonly sequence?: number;
  /** Bits of `RULE_STATES`; default enabled. Those that tell of errors are the store's own and ignored. */
  readonly state?: number;
  /** PidTagRuleLevel, kept and without meaning here; default 0. */
  readonly level?: number;
  /** Kept as they are; default 0. */
  readonly userFlags?: number;
  /** Kept as they are. */
  readonly providerData?: Uint8Array;
  /** What a message has to meet; without one every message does. */
  readonly condition?: Restriction;
  /** In this order. */
  readonly actions: readonly RuleAction[];
}

/** A rule as it is kept. */
export interface Rule extends Required<Omit<NewRule, 'providerData' | 'condition'>> {
  /** PidTagRuleId. */
  readonly id: number;
  readonly providerData?: Uint8Array;
  readonly condition?: Restriction;
  /** Whether some of its actions are for a client to do. */
  readonly isForClient: boolean;
}

/** A change of the rules of a folder. What a `modify` leaves out stays. */
export type RuleChange =
  | { readonly change: 'add'; readonly rule: NewRule }
  | { readonly change: 'modify'; readonly id: number; readonly rule: Partial<NewRule> }
  | { readonly change: 'remove'; readonly id: number };

/** Rules of folders: what is done to a message that is delivered there ([MS-OXORULE]). */
export interface Rules {
  /** In the order in which they are evaluated. @throws NOT_FOUND */
  list(path: StorePath): Promise<readonly Rule[]>;
  /**
   * Adds, changes and removes rules: all of it, or nothing. A rule that is changed is as good as new: its error is gone.
   * @returns the ids of those added
   * @throws NOT_FOUND, INVALID_ARGUMENT, TOO_LARGE (the condition of an extended rule)
   */
  modify(path: StorePath, changes: readonly RuleChange[]): Promise<readonly number[]>;
  /** Makes these all the rules there are. @throws as `modify` */
  replace(path: StorePath, rules: readonly NewRule[]): Promise<readonly number[]>;
  /** The rules table: the standard rules as rows of properties ([MS-OXORULE] 2.2.2). */
  table(path: StorePath, request?: PropertyTableRequest): Promise<readonly PropertyBag[]>;
  /** Messages that replies are made of. */
  readonly templates: Templates;
  /** Whether the owner is out of office ([MS-OXWOOF]). */
  outOfOffice(): Promise<boolean>;
  /** Begins or ends that; who was answered is forgotten when it begins. */
  setOutOfOffice(away: boolean): Promise<void>;
  /** The most bytes that the condition of an extended rule may have as it is kept (PidTagExtendedRuleSizeLimit). */
  setConditionLimit(bytes: number | undefined): Promise<void>;
}

const OUT_OF_OFFICE = 'outOfOffice';
const CONDITION_LIMIT = 'extendedRuleSizeLimit';

/** The rules of a store. */
export function rulesOf(engine: Engine): Rules {
  const { state } = engine;
  return {
    list: (path) =>
      state.read(async (tx) => (await tx.rules.ofFolder((await Tree.read(tx)).need(path).folderId)).map(ruleOf)),
    modify: (path, changes) =>
      state.write(async (tx) => {
        const tree = await Tree.read(tx);
        const { folderId } = tree.need(path);
        const added: number[] = [];
        for (const change of changes) added.push(...(await apply(tx, tree, folderId, change)));
        return added;
      }),
    replace: (path, rules) =>
      state.write(async (tx) => {
        const tree = await Tree.read(tx);
        const { folderId } = tree.need(path);
        await tx.rules.delete((await tx.rules.ofFolder(folderId)).map(({ ruleId }) => ruleId));
        const added: number[] = [];
        for (const rule of rules) added.push(...(await apply(tx, tree, folderId, { change: 'add', rule })));
        return added;
      }),
    table: (path, request) =>
      state.read(async (tx) => {
        const rows = await tx.rules.ofFolder((await Tree.read(tx)).need(path).folderId);
        const standard = rows.filter(({ kind }) => kind === 'standard').map((row) => ruleProperties(ruleOf(row)));
        return propertyTable(standard, request);
      }),
    templates: templatesOf(engine),
    outOfOffice: () => state.read(isOutOfOffice),
    setOutOfOffice: (away) =>
      state.write(async (tx) => {
        if (away && !(await isOutOfOffice(tx))) await tx.rules.forget('oof:');
        await tx.meta.set(OUT_OF_OFFICE, away ? '1' : '0');
      }),
    setConditionLimit: (bytes) => state.write((tx) => tx.meta.set(CONDITION_LIMIT, String(bytes ?? ''))),
  };
}

/** Whether the owner is out of office, as it stands in a transaction. */
export async function isOutOfOffice(tx: StateTx): Promise<boolean> {
  return (await tx.meta.get(OUT_OF_OFFICE)) === '1';
}

/** The public form of a row. @throws SyntaxError where its condition or actions are damaged */
export function ruleOf(row: RuleRow): Rule {
  const { ruleId, folderId: _, providerData, condition, actions: kept, ...rest } = row;
  const actions = decode<readonly RuleAction[]>(kept);
  return {
    id: ruleId,
    ...rest,
    ...(providerData !== null && { providerData }),
    ...(condition !== null && { condition: decode<Restriction>(condition) }),
    actions,
    isForClient: actions.some(isForClient),
  };
}

async function apply(tx: StateTx, tree: Tree, folderId: number, change: RuleChange): Promise<readonly number[]> {
  if (change.change === 'add') {
    const ruleId = await tx.take('id', 1);
    await tx.rules.insert([{ ruleId, folderId, ...(await columns(tx, tree, { ...DEFAULTS, ...change.rule })) }]);
    return [ruleId];
  }
  const row = (await tx.rules.ofFolder(folderId)).find(({ ruleId }) => ruleId === change.id);
  if (row === undefined) throw new MapistoreError('NOT_FOUND', `There is no rule ${change.id} in that folder.`);
  if (change.change === 'remove') await tx.rules.delete([row.ruleId]);
  else await tx.rules.update(row.ruleId, await columns(tx, tree, { ...DEFAULTS, ...ruleOf(row), ...change.rule }));
  return [];
}

const DEFAULTS = {
  name: '',
  provider: 'MAPIStore',
  kind: 'standard',
  sequence: 10,
  state: RULE_STATES.enabled as number,
  level: 0,
  userFlags: 0,
} as const;

type Whole = typeof DEFAULTS extends infer D
  ? { readonly [K in keyof D]: NonNullable<NewRule[K & keyof NewRule]> }
  : never;

async function columns(tx: StateTx, tree: Tree, rule: NewRule & Whole): Promise<Omit<RuleRow, 'ruleId' | 'folderId'>> {
  for (const name of ['sequence', 'state', 'level', 'userFlags'] as const)
    if (!Number.isSafeInteger(rule[name]))
      throw new MapistoreError('INVALID_ARGUMENT', `The ${name} of a rule is a whole number, not ${rule[name]}.`);
  const actions = rule.actions.map((action) => checkedAction(action, tree));
  for (const action of actions) await checkTemplate(tx, action);
  const condition = rule.condition === undefined ? null : encode(rule.condition);
  if (rule.kind === 'extended') await checkSize(tx, condition);
  const { kind, sequence, name, provider, level, userFlags } = rule;
  const state = rule.state & ~OWN_STATES;
  const providerData = rule.providerData ?? null;
  return { kind, sequence, state, name, provider, level, userFlags, providerData, condition, actions: encode(actions) };
}

/** A reply that is not for the sender needs somebody it is for. */
async function checkTemplate(tx: StateTx, action: RuleAction): Promise<void> {
  if ((action.type !== 'reply' && action.type !== 'oof-reply') || action.notToSender !== true) return;
  const row = await tx.rules.template(action.template);
  if (row !== undefined && decodeTemplate(row.item).recipients.length > 0) return;
  const sentence = 'A reply that does not go to the sender takes a template with recipients; put that one first.';
  throw new MapistoreError('INVALID_ARGUMENT', sentence);
}

async function checkSize(tx: StateTx, condition: string | null): Promise<void> {
  const limit = Number((await tx.meta.get(CONDITION_LIMIT)) || Number.POSITIVE_INFINITY);
  const size = Buffer.byteLength(condition ?? '');
  if (size <= limit) return;
  throw new MapistoreError('TOO_LARGE', `The condition has ${size} bytes, and ${limit} are allowed; make it simpler.`);
}
