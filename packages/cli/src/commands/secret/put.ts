import process from 'node:process';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { checkSecretReference, MapistoreError } from '@mapistore/core';
import type { Command } from 'commander';
import { EXIT } from '../../exit-codes.ts';
import { withSecrets } from '../../open.ts';
import type { Act } from '../../shell.ts';
import { printable } from '../../text.ts';

/** Longer than any password; what is more was not meant to be one. */
const MAX_BYTES = 64 * 1024;

/** `mapistore secret put NAME`. */
export function addSecretPut(secret: Command, act: Act): void {
  secret
    .command('put')
    .description('keep a password from standard input; on a terminal it is not shown while it is typed')
    .argument('<name>', 'what it is called; a mount names it as --secret store:NAME')
    .action(
      act(async ({ out, config, signal }, name: string) => {
        checkSecretReference(`store:${name}`);
        await withSecrets(await config(), async (secrets) => {
          const password = process.stdin.isTTY
            ? await typed(`Password for ${printable(name)}: `, signal)
            : await piped();
          if (password === '') throw new MapistoreError('INVALID_ARGUMENT', 'The password is empty; nothing was kept.');
          await secrets.put(name, { kind: 'password', password });
        });
        await out.result(
          { secret: `store:${name}`, outcome: 'kept' },
          printable(`Kept; a mount names it as --secret store:${name}`),
        );
        return EXIT.ok;
      }),
    );
}

/** What is typed, without showing it. */
async function typed(prompt: string, signal: AbortSignal): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  // Only now does the terminal show nothing any more.
  process.stderr.write(prompt);
  // In this mode Ctrl-C is a key like others, and has to become the signal that it would be.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(''));
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

/** Standard input without its last line end. */
async function piped(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > MAX_BYTES)
      throw new MapistoreError('INVALID_ARGUMENT', `A password has at most ${MAX_BYTES} bytes; nothing was kept.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/u, '');
}
