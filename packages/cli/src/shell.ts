import process from 'node:process';
import type { Logger, Store } from '@mapistore/core';
import type { Command } from 'commander';
import { type Config, findConfig, readConfig } from './config.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';
import { openConfigured } from './open.ts';
import { asError, Output, OutputClosed } from './output.ts';
import { jsonLine, printable } from './text.ts';

/** Options that every command takes, before or after its name. */
interface GlobalOptions {
  readonly json?: boolean;
  readonly config?: string;
  readonly verbose?: boolean;
  readonly as?: string;
}

/** What a command works with. */
export interface Shell {
  readonly out: Output;
  /** Aborts at Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  readonly options: GlobalOptions;
  /** The configuration that applies here. */
  config(): Promise<Config>;
  /** The store; opened once, closed when the command ends. */
  store(): Promise<Store>;
  /** What was done so far, for when the command is broken off. */
  soFar(text: () => string): void;
}

/** The work of one command. Nothing returned means all is well. */
type Work<Args extends unknown[]> = (shell: Shell, ...args: Args) => Promise<ExitCode | undefined>;

/** Turns the work of a command into what commander calls. */
export type Act = <Args extends unknown[]>(work: Work<Args>) => (...args: [...Args, Command]) => Promise<void>;

/** Runs commands, one per process: signals, errors and the exit status are the same for all. */
export function actor(exit: (code: ExitCode) => void): Act {
  return (work) =>
    async (...all) => {
      // Commander gives the arguments, the options of the command, and the command itself.
      const command = all.at(-1) as Command;
      const args = all.slice(0, -1) as unknown[];
      exit(await runWork(command.optsWithGlobals(), (shell) => work(shell, ...(args as never))));
    };
}

async function runWork(
  options: GlobalOptions,
  work: (shell: Shell) => Promise<ExitCode | undefined>,
): Promise<ExitCode> {
  const out = new Output(options.json === true);
  const stop = stopping(out);
  let opened: Promise<Store> | undefined;
  let soFar: (() => string) | undefined;
  const config = async (): Promise<Config> => readConfig(await findConfig(process.cwd(), options.config));
  const shell: Shell = {
    out,
    signal: stop.signal,
    options,
    config,
    store: () => {
      opened ??= config().then((found) => openConfigured(found, options.verbose === true ? logger(out) : undefined));
      const { as: member } = options;
      return member === undefined ? opened : opened.then((whole) => whole.logon({ member }));
    },
    soFar: (text) => {
      soFar = text;
    },
  };
  try {
    const code = await work(shell).finally(async () => {
      out.endProgress();
      const store = await opened?.catch(() => undefined);
      await store?.[Symbol.asyncDispose]();
    });
    return stop.exit ?? code ?? EXIT.ok;
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT.ok;
    if (stop.exit !== undefined) {
      out.note(`mapistore: Broken off${soFar === undefined ? '' : `; ${soFar()}`}. Repeating the command goes on.`);
      return stop.exit;
    }
    const known = asError(error);
    out.error(known, options.verbose === true);
    return exitCodeOf(known.code);
  } finally {
    stop.dispose();
  }
}

interface Stopping {
  readonly signal: AbortSignal;
  readonly exit: ExitCode | undefined;
  dispose(): void;
}

/** The first Ctrl-C ends what is being written and stops; the second one does not wait. */
function stopping(out: Output): Stopping {
  const controller = new AbortController();
  let exit: ExitCode | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    const code = name === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
    if (exit !== undefined) process.exit(code);
    exit = code;
    if (process.stderr.isTTY) out.note('mapistore: Stopping; press Ctrl-C again to end at once.');
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    get exit() {
      return exit;
    },
    dispose() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

function logger(out: Output): Logger {
  const say = (level: string) => (message: string, fields?: Readonly<Record<string, unknown>>) =>
    out.note(`${level}: ${printable(message)}${fields === undefined ? '' : ` ${jsonLine(fields)}`}`);
  return { debug: say('debug'), info: say('info'), warn: say('warn') };
}
