import type { Command } from 'commander';
import type { Act } from '../../shell.ts';
import { addArchiveCheck } from './check.ts';
import { addArchiveCompact } from './compact.ts';
import { addArchiveRepair } from './repair.ts';

/** `mapistore archive …`. */
export function addArchive(program: Command, act: Act): void {
  const archive = program
    .command('archive')
    .description('look after a compressed archive, whether it is mounted or not')
    .helpCommand(false);
  addArchiveCheck(archive, act);
  addArchiveCompact(archive, act);
  addArchiveRepair(archive, act);
}
