import { once } from 'node:events';
import process from 'node:process';
import { MapistoreError } from '@mapistore/core';
import { type Column, tableLines } from './table.ts';
import { jsonLine, printable } from './text.ts';

/** Whoever read our output went away (`mapistore ls / | head`): a reading command ends quietly. */
export class OutputClosed extends Error {}

/** Where results and messages go. Results are data and go to stdout; everything else goes to stderr. */
export class Output {
  readonly json: boolean;
  #closed = false;
  #goOn = false;
  #progress = '';
  #drawnAt = 0;

  constructor(json: boolean) {
    this.json = json;
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      this.#closed = true;
    });
    // Nobody is left to be told.
    process.stderr.on('error', () => undefined);
  }

  /** For commands that change something: they go on to their end when nobody reads their output any more. */
  workOn(): void {
    this.#goOn = true;
  }

  /** A result: as one JSON object, or as the line that people read. */
  async result(value: object, text: string): Promise<void> {
    await this.write(`${this.json ? jsonLine(value) : text}\n`);
  }

  /** Results as a table, or as a JSON object each. */
  async table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], value: (row: Row) => object): Promise<void> {
    if (this.json) for (const row of rows) await this.write(`${jsonLine(value(row))}\n`);
    else if (rows.length > 0) await this.lines(tableLines(columns, rows, this.width));
  }

  /** Lines for people. */
  async lines(lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await this.write(`${lines.join('\n')}\n`);
  }

  /** Bytes or text to stdout; waits when the reader is slow. */
  async write(chunk: string | Uint8Array): Promise<void> {
    if (!this.#closed) {
      if (process.stdout.isTTY) this.clearProgress();
      if (!process.stdout.write(chunk))
        await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')]).catch(() => undefined);
      if (process.stdout.isTTY) this.#draw();
    }
    if (this.#closed && !this.#goOn) throw new OutputClosed();
  }

  /** A message for people, on stderr. */
  note(text: string): void {
    this.clearProgress();
    process.stderr.write(`${text}\n`);
    this.#draw();
  }

  /** What is going on, in one line that is drawn over; only where stderr is a terminal. */
  progress(text: string): void {
    if (!process.stderr.isTTY) return;
    this.#progress = text;
    if (Date.now() - this.#drawnAt > 100) this.#draw();
  }

  endProgress(): void {
    this.clearProgress();
    this.#progress = '';
  }

  clearProgress(): void {
    if (this.#progress !== '') process.stderr.write('\r\u001b[K');
  }

  #draw(): void {
    if (this.#progress === '') return;
    this.#drawnAt = Date.now();
    process.stderr.write(`\r\u001b[K${this.#progress}`);
  }

  /** Columns to fit tables into; undefined where stdout is no terminal and nothing may be cut. */
  get width(): number | undefined {
    return process.stdout.isTTY ? process.stdout.columns : undefined;
  }

  /** A failure, on stderr. */
  error(error: MapistoreError, verbose: boolean): void {
    this.endProgress();
    if (this.json) {
      this.note(jsonLine({ error: errorValue(error) }));
      return;
    }
    this.note(`mapistore: ${printable(error.message)} [${error.code}]`);
    if (verbose)
      for (let at: unknown = error; at instanceof Error; at = at.cause)
        this.note((at.stack ?? at.message).split('\n').map(printable).join('\n'));
  }
}

/** An error as JSON shows it. */
export function errorValue(error: MapistoreError): { readonly code: string; readonly message: string } {
  return { code: error.code, message: error.message };
}

/** An error as the line of a result shows it. */
export function errorText(error: MapistoreError | undefined): string {
  return error === undefined ? '' : `${printable(error.message)} [${error.code}]`;
}

/** Any failure as one of ours. */
export function asError(error: unknown): MapistoreError {
  return MapistoreError.from(error, 'Cannot go on');
}
