import type { Command } from 'commander';
import type { Act } from '../../shell.ts';
import { addStateMove } from './move.ts';
import { addStateRestored } from './restored.ts';

/** `mapistore state …`. */
export function addState(program: Command, act: Act): void {
  const state = program
    .command('state')
    .description('say where the state lies, and that it was put back from a backup')
    .helpCommand(false);
  addStateMove(state, act);
  addStateRestored(state, act);
}
