import { readFileSync } from 'node:fs';
import process from 'node:process';
import { MapistoreError } from '@mapistore/core';
import { Command, CommanderError } from 'commander';
import { addAgenda } from './commands/agenda.ts';
import { addArchive } from './commands/archive/archive.ts';
import { addBackup } from './commands/backup/backup.ts';
import { addCat } from './commands/cat.ts';
import { addChanges } from './commands/changes.ts';
import { addCheck } from './commands/check.ts';
import { addExport } from './commands/export.ts';
import { addFlag } from './commands/flag.ts';
import { addFolder } from './commands/folder/folder.ts';
import { addFreeBusy } from './commands/freebusy.ts';
import { addHelp } from './commands/help.ts';
import { addImport } from './commands/import.ts';
import { addInit } from './commands/init.ts';
import { addLogin } from './commands/login.ts';
import { addLs } from './commands/ls.ts';
import { addMount } from './commands/mount/mount.ts';
import { addOutgoing } from './commands/outgoing.ts';
import { addOwner } from './commands/owner.ts';
import { addQuota } from './commands/quota.ts';
import { addRule } from './commands/rule/rule.ts';
import { addSearch } from './commands/search.ts';
import { addSecret } from './commands/secret/secret.ts';
import { addShow } from './commands/show.ts';
import { addState } from './commands/state/state.ts';
import { addSync } from './commands/sync.ts';
import { addTransfers } from './commands/transfers.ts';
import { addWatch } from './commands/watch.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { Output } from './output.ts';
import { actor } from './shell.ts';

/** Runs one command line and gives its exit status. */
export async function run(args: readonly string[]): Promise<number> {
  let exit: ExitCode = EXIT.ok;
  const program = createProgram((code) => {
    exit = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.ok;
    // Its own message is on several lines and begins with "error:"; ours is a sentence with a code, like all others.
    if (error.code !== 'commander.help') {
      const message = sentence(error.message.replace(/^error: /u, '').replace(/\n\(?(.*?)\)?$/su, '; $1'));
      new Output(args.includes('--json')).error(
        new MapistoreError('INVALID_ARGUMENT', `${message} "mapistore help" shows what there is.`),
        false,
      );
    }
    return EXIT.usage;
  }
}

function sentence(text: string): string {
  const upper = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/u.test(upper) ? upper : `${upper}.`;
}

function createProgram(exit: (code: ExitCode) => void): Command {
  const program = new Command('mapistore')
    .description(
      'Mounts mail, calendars, contacts and notes from many places as one store: looks into it, copies, moves and checks.',
    )
    .option('--json', 'print one JSON object a line on standard output, and nothing else there')
    .option('--config <file>', 'the configuration; default is the nearest mapistore.config.json upwards')
    .option('--verbose', 'tell on standard error what is asked of the backends, and where an error came from')
    .option('--as <member>', 'use the store as somebody else may: with the rights that its folders give to them')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => undefined, writeErr: (text) => void process.stderr.write(text) })
    .exitOverride();
  const act = actor(exit);
  for (const add of [
    addInit,
    addMount,
    addLogin,
    addSecret,
    addFolder,
    addImport,
    addExport,
    addLs,
    addAgenda,
    addFreeBusy,
    addSearch,
    addShow,
    addCat,
    addTransfers,
    addFlag,
    addSync,
    addRule,
    addOutgoing,
    addOwner,
    addQuota,
    addState,
    addArchive,
    addChanges,
    addWatch,
    addCheck,
    addBackup,
    addHelp,
  ]) {
    add(program, act);
  }
  program.addHelpText(
    'after',
    '\nPaths begin with "/"; ids look like m42. "mapistore help exit-codes" lists what the exit status says.',
  );
  return program;
}

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}
