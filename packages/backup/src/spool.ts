import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Lines are written to the disk in pieces of this size. */
const BUFFER_BYTES = 1_048_576;

/** JSON lines on the disk, written once and read often: the listing of a folder tree, however large. */
export class Spool<T> implements AsyncDisposable {
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #marks = new Map<string, number>();
  #lines: string[] = [];
  #size = 0;
  #written = 0;

  private constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  /** In a folder that nobody else can read. */
  static async create<T>(): Promise<Spool<T>> {
    const folder = await mkdtemp(path.join(tmpdir(), 'mapistore-backup-'));
    const file = path.join(folder, randomBytes(8).toString('hex'));
    return new Spool<T>(file, await open(file, 'wx', 0o600));
  }

  /** Adds values. Those that a mark is given for can be read from there on. */
  async add(values: readonly T[], markOf: (value: T) => string | undefined = () => undefined): Promise<void> {
    for (const value of values) {
      const mark = markOf(value);
      if (mark !== undefined) this.#marks.set(mark, this.#written + this.#size);
      const line = `${JSON.stringify(value)}\n`;
      this.#lines.push(line);
      this.#size += Buffer.byteLength(line);
    }
    if (this.#size >= BUFFER_BYTES) await this.#flush();
  }

  /** Everything that was added so far, or from a mark on; nothing where there is no such mark. */
  async *read(from?: string): AsyncIterable<T> {
    await this.#flush();
    const start = from === undefined ? 0 : this.#marks.get(from);
    if (start === undefined) return;
    const input = createReadStream(this.#file, { start });
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    try {
      for await (const line of lines) yield JSON.parse(line) as T;
    } finally {
      lines.close();
      input.destroy();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(path.dirname(this.#file), { recursive: true, force: true });
  }

  async #flush(): Promise<void> {
    if (this.#lines.length === 0) return;
    const text = this.#lines.join('');
    this.#written += this.#size;
    this.#lines = [];
    this.#size = 0;
    await this.#handle.appendFile(text);
  }
}
