import path from 'node:path';
import process from 'node:process';
import type { Command } from 'commander';
import { CONFIG_NAME, createConfig } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import { prepareState } from '../open.ts';
import type { Act } from '../shell.ts';
import { placeText } from '../state.ts';

/** `mapistore init`. */
export function addInit(program: Command, act: Act): void {
  program
    .command('init')
    .description('make a configuration and an embedded state in this folder')
    .action(
      act(async ({ out, options, store }) => {
        const file = path.resolve(process.cwd(), options.config ?? CONFIG_NAME);
        const { config, created } = await createConfig(file);
        await prepareState(config);
        const here = (name: string): string => path.relative(process.cwd(), name);
        const state = placeText(config.state);
        const there = config.state.kind === 'sqlite' ? here(state) : state;
        if (created) {
          await out.result(
            { config: config.file, state, created },
            `Made ${here(config.file)}, and the state ${there}.`,
          );
          if (!out.json) out.note('Next: mapistore mount add /Inbox file:./mail');
          return EXIT.ok;
        }
        // The nearest configuration is now the one in this very folder.
        const mounts = (await (await store()).mounts.list()).length;
        await out.result(
          { config: config.file, state, created, mounts },
          `${here(config.file)} is there already, with the state ${there}; ${mounts === 0 ? 'nothing is mounted yet' : `${mounts} mounted`}.`,
        );
        return EXIT.ok;
      }),
    );
}
