import {
  MapistoreError,
  PropertyBag,
  parseRestriction,
  RULE_STATES,
  type RuleAction,
  type Store,
  tagged,
} from '@mapistore/core';
import type { Command } from 'commander';
import { EXIT } from '../../exit-codes.ts';
import type { Act } from '../../shell.ts';
import { wholeNumber } from '../../sync-report.ts';

interface AddOptions {
  readonly name?: string;
  readonly where?: string;
  readonly move?: string;
  readonly copy: readonly string[];
  readonly markRead?: boolean;
  readonly delete?: boolean;
  readonly forward: readonly string[];
  readonly redirect: readonly string[];
  readonly reply?: string;
  readonly sequence?: string;
  readonly last?: boolean;
  readonly away?: boolean;
  readonly off?: boolean;
}

/** `mapistore rule add PATH`. */
export function addRuleAdd(rule: Command, act: Act): void {
  const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
  rule
    .command('add')
    .description('make a rule for mail that is delivered to a folder')
    .argument('<path>', 'the folder')
    .option('--name <name>', 'what to call it')
    .option('--where <condition>', "which mail: 'from contains ann and size > 20k'; without it every one")
    .option('--copy <path>', 'copy it to a folder; may be repeated', collect, [])
    .option('--mark-read', 'mark it as read')
    .option('--forward <address>', 'forward it; may be repeated', collect, [])
    .option('--redirect <address>', 'pass it on as it is; may be repeated', collect, [])
    .option('--reply <text>', 'answer with this text; with --away once to each sender')
    .option('--move <path>', 'move it to a folder')
    .option('--delete', 'delete it')
    .option('--last', 'no rules after this one, where it matches')
    .option('--away', 'only while the owner is out of office; see "rule away"')
    .option('--off', 'make it, but switched off')
    .option('--sequence <n>', 'its place in the order of rules; default 10')
    .action(
      act(async ({ out, store }, path: string, options: AddOptions) => {
        const opened = await store();
        const actions = await actionsOf(opened, path, options);
        if (actions.length === 0 && options.last !== true)
          throw new MapistoreError('INVALID_ARGUMENT', 'Say what the rule does: --move /Archive, --mark-read …');
        const { name, where, sequence } = options;
        const [id] = await opened.rules.modify(path, [
          {
            change: 'add',
            rule: {
              actions,
              state: stateOf(options),
              ...(name !== undefined && { name }),
              ...(where !== undefined && { condition: parseRestriction(where) }),
              ...(sequence !== undefined && { sequence: wholeNumber(sequence, 'place') }),
            },
          },
        ]);
        await out.result({ id, outcome: 'added' }, `Added rule ${id}.`);
        return EXIT.ok;
      }),
    );
}

function stateOf({ last, away, off, reply }: AddOptions): number {
  let state: number = off === true ? 0 : RULE_STATES.enabled;
  if (away === true && off !== true) state |= RULE_STATES.onlyWhenOutOfOffice;
  if (away === true && reply !== undefined) state |= RULE_STATES.keepHistory;
  return last === true ? state | RULE_STATES.exitLevel : state;
}

/** In the order in which they make sense: what is done to the message, then where it goes. */
async function actionsOf(store: Store, path: string, options: AddOptions): Promise<readonly RuleAction[]> {
  const { copy, forward, redirect, reply, move, away } = options;
  const to = (addresses: readonly string[]) => addresses.map((address) => ({ address }));
  const actions: RuleAction[] = [];
  if (options.markRead === true) actions.push({ type: 'mark-read' });
  for (const folder of copy) actions.push({ type: 'copy', to: folder });
  if (forward.length > 0) actions.push({ type: 'forward', recipients: to(forward) });
  if (redirect.length > 0) actions.push({ type: 'forward', recipients: to(redirect), preserveSender: true });
  if (reply !== undefined) {
    const properties = new PropertyBag().set(tagged('PidTagBody'), `${reply}\r\n`);
    const template = await store.rules.templates.put(path, { properties, recipients: [] });
    actions.push({ type: away === true ? 'oof-reply' : 'reply', template });
  }
  if (move !== undefined) actions.push({ type: 'move', to: move });
  if (options.delete === true) actions.push({ type: 'delete' });
  return actions;
}
