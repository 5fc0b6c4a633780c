import { type FolderInfo, MapistoreError, RULE_STATES, type Rule } from '@mapistore/core';
import { type Command, Option } from 'commander';
import { EXIT } from '../../exit-codes.ts';
import type { Act } from '../../shell.ts';
import { printable } from '../../text.ts';
import { addRuleAdd } from './add.ts';
import { actionText, conditionText } from './rule-text.ts';

/** `mapistore rule …`. */
export function addRule(program: Command, act: Act): void {
  const rule = program
    .command('rule')
    .description('what is done to mail that is delivered to a folder')
    .helpCommand(false);
  rule
    .command('list')
    .description('show the rules of a folder in the order in which they are evaluated')
    .argument('<path>', 'the folder')
    .action(
      act(async ({ out, store }, path: string) => {
        const { rules, folders } = await store();
        const paths = new Map((await folders.list()).map((each: FolderInfo) => [each.id, each.path]));
        await out.table(
          await rules.list(path),
          [
            { title: 'id', right: true, text: ({ id }) => String(id) },
            { title: 'state', text: stateText },
            { title: 'name', flexible: true, text: ({ name }) => printable(name) },
            { title: 'when', flexible: true, text: ({ condition }) => printable(conditionText(condition)) },
            {
              title: 'does',
              flexible: true,
              text: ({ actions }) => printable(actions.map((each) => actionText(each, paths)).join(', ')),
            },
          ],
          ({ providerData: _, ...each }) => ({
            ...each,
            state: stateText(each),
            condition: conditionText(each.condition),
            actions: each.actions.map((action) => actionText(action, paths)),
          }),
        );
        return EXIT.ok;
      }),
    );
  addRuleAdd(rule, act);
  rule
    .command('remove')
    .description('take rules away')
    .argument('<path>', 'the folder')
    .argument('<id...>', 'numbers that "rule list" shows')
    .action(
      act(async ({ out, store }, path: string, ids: readonly string[]) => {
        const { rules } = await store();
        await rules.modify(
          path,
          ids.map((id) => ({ change: 'remove', id: ruleId(id) })),
        );
        for (const id of ids) await out.result({ id: ruleId(id), outcome: 'removed' }, `Removed rule ${id}.`);
        return EXIT.ok;
      }),
    );
  rule
    .command('away')
    .description('say whether the owner is out of office: the rules for that are done then, too')
    .addOption(new Option('--on', 'begin'))
    .addOption(new Option('--off', 'end').conflicts('on'))
    .action(
      act(async ({ out, store }, { on, off }: { readonly on?: boolean; readonly off?: boolean }) => {
        const { rules } = await store();
        if (on === true || off === true) await rules.setOutOfOffice(on === true);
        const away = await rules.outOfOffice();
        await out.result({ outOfOffice: away }, away ? 'Out of office.' : 'Not out of office.');
        return EXIT.ok;
      }),
    );
}

function ruleId(text: string): number {
  if (/^\d{1,15}$/u.test(text)) return Number(text);
  throw new MapistoreError('INVALID_ARGUMENT', `"${text}" is no rule; "rule list PATH" shows the numbers of rules.`);
}

function stateText({ state }: Rule): string {
  const words = [
    [RULE_STATES.error, 'error'],
    [RULE_STATES.onlyWhenOutOfOffice, 'away'],
    [RULE_STATES.exitLevel, 'last'],
  ] as const;
  const set = words.filter(([bit]) => (state & bit) !== 0).map(([, word]) => word);
  const off = (state & (RULE_STATES.enabled | RULE_STATES.onlyWhenOutOfOffice)) === 0;
  return [...(off ? ['off'] : []), ...set].join(' ') || 'on';
}
