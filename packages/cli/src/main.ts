#!/usr/bin/env node
import process from 'node:process';

// Node 22 announces node:sqlite as experimental when it is loaded, so this stands before everything is imported.
const announce = process.emitWarning.bind(process);
process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
  const [kind] = rest as unknown[];
  const type = typeof kind === 'object' && kind !== null ? (kind as { type?: unknown }).type : kind;
  if (type !== 'ExperimentalWarning') announce(warning, ...rest);
}) as typeof process.emitWarning;

// Whoever reads the help may go away before its end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const { run } = await import('./program.ts');
process.exitCode = await run(process.argv.slice(2));
