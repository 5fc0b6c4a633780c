import type { QuotaLimits, QuotaStatus } from '@mapistore/core';
import { MapistoreError } from '@mapistore/core';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../shell.ts';
import { wholeNumber } from '../sync-report.ts';
import { printable, sizeText } from '../text.ts';

interface QuotaOptions {
  readonly warn?: string;
  readonly max?: string;
  readonly maxItems?: string;
  readonly none?: boolean;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `mapistore quota [PATH]`. */
export function addQuota(program: Command, act: Act): void {
  program
    .command('quota')
    .description('show and set how much a folder, or the store, may hold')
    .argument('[path]', 'the folder, without those below it; the whole store where none is named')
    .option('--warn <size>', 'from which size on to warn, such as 900m')
    .option('--max <size>', 'which size it may have, such as 1g')
    .option('--max-items <n>', 'how many items it may hold')
    .option('--none', 'take the limits away')
    .action(
      act(async ({ out, store }, path: string | undefined, { warn, max, maxItems, none }: QuotaOptions) => {
        const { quotas } = await store();
        const limits: QuotaLimits = {
          ...(warn !== undefined && { warnBytes: bytesOf(warn) }),
          ...(max !== undefined && { maxBytes: bytesOf(max) }),
          ...(maxItems !== undefined && { maxItems: wholeNumber(maxItems, 'number of items') }),
        };
        const change = Object.keys(limits).length > 0;
        if (change && none === true)
          throw new MapistoreError('INVALID_ARGUMENT', 'Say which limits there are to be, or --none, and not both.');
        if (change || none === true) await quotas.set(limits, path);
        const shown =
          path === undefined && !change && none !== true ? await withStore(quotas) : [await quotas.get(path)];
        await out.table(
          shown,
          [
            { title: 'of', text: ({ path: of }) => printable(of ?? 'the store') },
            { title: 'items', right: true, text: ({ items }) => String(items) },
            { title: 'size', right: true, text: ({ bytes }) => sizeText(bytes) },
            { title: 'warn', right: true, text: ({ warnBytes }) => limitText(warnBytes) },
            { title: 'max', right: true, text: ({ maxBytes }) => limitText(maxBytes) },
            { title: 'max items', right: true, text: ({ maxItems: most }) => (most === undefined ? '' : String(most)) },
            { title: 'level', text: ({ level }) => level },
          ],
          (each) => each,
        );
        return EXIT.ok;
      }),
    );
}

/** The store comes first, whether it has limits or not. */
async function withStore(quotas: {
  list(): Promise<readonly QuotaStatus[]>;
  get(): Promise<QuotaStatus>;
}): Promise<readonly QuotaStatus[]> {
  const limited = await quotas.list();
  return [await quotas.get(), ...limited.filter(({ path }) => path !== undefined)];
}

function limitText(bytes: number | undefined): string {
  return bytes === undefined ? '' : sizeText(bytes);
}

function bytesOf(text: string): number {
  const { number, unit } = /^(?<number>\d+(?:\.\d+)?)(?<unit>[kmg]?)b?$/iu.exec(text)?.groups ?? {};
  const factor = UNITS[(unit ?? 'x').toLowerCase()];
  if (factor !== undefined) return Math.round(Number(number) * factor);
  throw new MapistoreError('INVALID_ARGUMENT', `"${text}" is no size; write it as 500k, 20m or 1g.`);
}
