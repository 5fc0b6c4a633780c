import type { Command } from 'commander';
import type { Act } from '../../shell.ts';
import { addStateMove } from './move.ts';

/** `mapistore state …`. */
export function addState(program: Command, act: Act): void {
  const state = program.command('state').description('say where the state lies').helpCommand(false);
  addStateMove(state, act);
}
