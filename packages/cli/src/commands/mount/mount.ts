import type { Command } from 'commander';
import type { Act } from '../../shell.ts';
import { addMountAdd } from './add.ts';
import { addMountList } from './list.ts';
import { addMountRemove } from './remove.ts';

/** `mapistore mount …`. */
export function addMount(program: Command, act: Act): void {
  const mount = program.command('mount').description('mount backends at paths of the store').helpCommand(false);
  addMountAdd(mount, act);
  addMountList(mount, act);
  addMountRemove(mount, act);
}
