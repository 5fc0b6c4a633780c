import path from 'node:path';
import { parseArgs } from 'node:util';

/** What the command line says. */
export interface ServerConfig {
  /** Where everything of this server lies. */
  readonly data: string;
  /** How often each mount is asked without a hint of its backend. */
  readonly intervalMs: number;
}

const checkout = path.join(import.meta.dirname, '../../..');

/** Reads `--data DIR` and `--interval SECONDS`. @throws Error in a sentence */
export function readArguments(args: readonly string[], folder: string): ServerConfig {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: 'string' }, interval: { type: 'string', default: '10' } },
  });
  const seconds = Number(values.interval);
  if (!(seconds > 0)) throw new Error(`"${values.interval}" is no number of seconds.`);
  return {
    data: values.data === undefined ? path.join(checkout, 'mapistore-data') : path.resolve(folder, values.data),
    intervalMs: seconds * 1000,
  };
}
