import type { TransferResult } from '@mapistore/core';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { errorText, errorValue } from './output.ts';
import type { Shell } from './shell.ts';

/** Prints a line per item, then the sums; `verb` is what people read, such as "copied". */
export async function printResults(
  shell: Shell,
  results: AsyncIterable<TransferResult>,
  doing: string,
): Promise<ExitCode> {
  const { out } = shell;
  const sums = new Sums();
  out.workOn();
  shell.soFar(() => sums.text);
  for await (const { id, newId, outcome, error } of results) {
    sums.add(outcome);
    out.progress(`${doing} … ${sums.text}`);
    const text = `${outcome.padEnd(9)} ${id}${newId === undefined ? '' : ` -> ${newId}`}${error === undefined ? '' : `  ${errorText(error)}`}`;
    await out.result(
      { id, ...(newId !== undefined && { newId }), outcome, ...(error && { error: errorValue(error) }) },
      text,
    );
  }
  out.endProgress();
  if (!out.json) out.note(`${sums.text}.`);
  return sums.of('failed') > 0 ? EXIT.partial : EXIT.ok;
}

/** Counts outcomes by name. */
export class Sums {
  readonly #counts = new Map<string, number>();

  add(outcome: string): void {
    this.#counts.set(outcome, this.of(outcome) + 1);
  }

  of(outcome: string): number {
    return this.#counts.get(outcome) ?? 0;
  }

  /** `3 imported, 1 failed`. */
  get text(): string {
    const parts = [...this.#counts].map(([outcome, count]) => `${count.toLocaleString('en')} ${outcome}`);
    return parts.length === 0 ? 'nothing done' : parts.join(', ');
  }
}
