import type { Command } from 'commander';
import type { Act } from '../../shell.ts';
import { addSecretPut } from './put.ts';

/** `mapistore secret …`. */
export function addSecret(program: Command, act: Act): void {
  const secret = program.command('secret').description('keep passwords, sealed, for mounts').helpCommand(false);
  addSecretPut(secret, act);
}
