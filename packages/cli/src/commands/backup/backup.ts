import type { Command } from 'commander';
import type { Act } from '../../shell.ts';
import { addBackupList, addBackupShow } from './list.ts';
import { addBackupPrune } from './prune.ts';
import { addBackupRestore } from './restore.ts';
import { addBackupRun } from './run.ts';
import { addBackupVerify } from './verify.ts';

/** `mapistore backup …`. */
export function addBackup(program: Command, act: Act): void {
  const backup = program
    .command('backup')
    .description('take backups of folders on any backends into an archive, and restore them')
    .helpCommand(false);
  addBackupRun(backup, act);
  addBackupList(backup, act);
  addBackupShow(backup, act);
  addBackupRestore(backup, act);
  addBackupPrune(backup, act);
  addBackupVerify(backup, act);
}
