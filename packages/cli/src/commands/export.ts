import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { link, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { collect, type ItemInfo, MapistoreError, type Store } from '@mapistore/core';
import { type Command, Option } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { errorText, errorValue } from '../output.ts';
import { Sums } from '../results.ts';
import type { Act, Shell } from '../shell.ts';
import type { ObjectType } from '../sources/objects.ts';
import { printable } from '../text.ts';

/** What one file of many objects can be. */
const FORMATS: Readonly<Record<string, ObjectType>> = { ics: 'text/calendar', vcf: 'text/vcard' };

interface ExportOptions {
  readonly format?: string;
  readonly force?: boolean;
}

/** `mapistore export PATH FILE`. */
export function addExport(program: Command, act: Act): void {
  program
    .command('export')
    .description('write the appointments, tasks or contacts of a folder into one .ics or .vcf file')
    .argument('<path>', 'the folder')
    .argument('<file>', 'the file to write, or - for standard output')
    .addOption(
      new Option('--format <format>', 'what to write, where the name of the file does not tell').choices(
        Object.keys(FORMATS),
      ),
    )
    .option('--force', 'replace a file that is there')
    .addHelpText('after', '\n"import" reads such a file again, and gives the same items.')
    .action(
      act(async (shell, folder: string, file: string, options: ExportOptions) => {
        const mediaType = mediaTypeOf(file, options.format);
        const store = await shell.store();
        await store.folders.get(folder);
        const exporter = new Exporter(shell, store, mediaType);
        const chunks = await exporter.chunks(folder);
        if (file === '-') for await (const chunk of chunks) await shell.out.write(chunk);
        else await writeWhole(file, chunks, options.force === true);
        shell.out.endProgress();
        if (!shell.out.json || file === '-') shell.out.note(`${exporter.sums.text}.`);
        return exporter.sums.of('failed') > 0 ? EXIT.partial : EXIT.ok;
      }),
    );
}

function mediaTypeOf(file: string, format: string | undefined): ObjectType {
  const name = format ?? path.extname(file).slice(1).toLowerCase();
  const mediaType = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (mediaType !== undefined) return mediaType;
  throw new MapistoreError(
    'INVALID_ARGUMENT',
    `Cannot tell what to write into ${file}; name it .ics or .vcf, or say --format ics or --format vcf.`,
  );
}

/** Reads the items of a folder one by one and puts them together; one that cannot be read is told and left out. */
class Exporter {
  readonly sums = new Sums();
  readonly #shell: Shell;
  readonly #store: Store;
  readonly #mediaType: ObjectType;

  constructor(shell: Shell, store: Store, mediaType: ObjectType) {
    this.#shell = shell;
    this.#store = store;
    this.#mediaType = mediaType;
  }

  async chunks(folder: string): Promise<AsyncIterable<Uint8Array>> {
    if (this.#mediaType === 'text/vcard')
      return (await import('@mapistore/format-vcard')).joinVcards(this.#objects(folder));
    return (await import('@mapistore/format-icalendar')).joinCalendar(this.#objects(folder));
  }

  async *#objects(folder: string): AsyncIterable<Uint8Array> {
    const { signal, out } = this.#shell;
    for await (const { item, body } of this.#store.items.openAll(folder, { signal })) {
      if (item.mediaType !== this.#mediaType) {
        await body[Symbol.asyncDispose]();
        await this.#failed(item, new MapistoreError('UNSUPPORTED', `It is ${item.mediaType}; "cat" prints it.`));
        continue;
      }
      const bytes = await collect(body).catch((error: unknown) => {
        signal.throwIfAborted();
        return MapistoreError.from(error, 'It cannot be read');
      });
      if (bytes instanceof MapistoreError) {
        await this.#failed(item, bytes);
        continue;
      }
      this.sums.add('exported');
      out.progress(`Exporting … ${this.sums.text}`);
      yield bytes;
    }
  }

  // The file may be standard output, so what failed is told on the other one.
  async #failed(item: ItemInfo, error: MapistoreError): Promise<void> {
    this.sums.add('failed');
    const { out } = this.#shell;
    if (out.json) out.note(JSON.stringify({ id: item.id, outcome: 'failed', error: errorValue(error) }));
    else out.note(`failed    ${item.id}  ${errorText(error)}`);
  }
}

/** A file that is there whole or not at all. @throws ALREADY_EXISTS, UNAVAILABLE */
async function writeWhole(file: string, chunks: AsyncIterable<Uint8Array>, force: boolean): Promise<void> {
  const temporary = `${file}.${process.pid}.part`;
  const stream = createWriteStream(temporary, { flags: 'wx' });
  try {
    await once(stream, 'open');
    for await (const chunk of chunks) if (!stream.write(chunk)) await once(stream, 'drain');
    stream.end();
    await once(stream, 'close');
    if (force) await rename(temporary, file);
    // Fails where a file is there, also one that came meanwhile.
    else await link(temporary, file);
  } catch (error) {
    throw fileProblem(file, error);
  } finally {
    stream.destroy();
    await rm(temporary, { force: true });
  }
}

function fileProblem(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined || MapistoreError.is(error)) return error;
  if (code === 'EEXIST')
    return new MapistoreError('ALREADY_EXISTS', `${printable(file)} is there already; --force replaces it.`);
  return MapistoreError.from(error, `Cannot write ${printable(file)}`);
}
