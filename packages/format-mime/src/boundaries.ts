/** A boundary line that was found: of which open multipart, and whether it closes it. */
export interface BoundaryMatch {
  readonly depth: number;
  readonly closing: boolean;
}

interface Open {
  text: string;
  readonly depth: number;
}

/** The boundaries of the multiparts that are open, asked for once for every line that starts with `--`. */
export class BoundaryStack {
  readonly #open: Open[] = [];
  readonly #depths = new Map<string, number[]>();

  get size(): number {
    return this.#open.length;
  }

  /** An empty text stands for a boundary nobody named: the first likely line will be it. */
  open(text: string, depth: number): void {
    this.#open.push({ text, depth });
    if (text !== '') this.#remember(text, depth);
  }

  /** The multipart that a line, without its `--` and white space at its end, delimits; the innermost where several would. */
  match(line: string): BoundaryMatch | undefined {
    const innermost = this.#open.at(-1);
    if (innermost?.text === '' && /^[!-~](?:[ -~]{0,68}[!-~])?$/.test(line)) {
      innermost.text = line;
      this.#remember(line, innermost.depth);
    }
    const depth = this.#depths.get(line)?.at(-1);
    if (depth !== undefined) return { depth, closing: false };
    if (!line.endsWith('--')) return undefined;
    const closed = this.#depths.get(line.slice(0, -2))?.at(-1);
    return closed === undefined ? undefined : { depth: closed, closing: true };
  }

  /** Forgets the boundaries of multiparts below `depth`, and with `inclusive` that one's own. */
  closeAbove(depth: number, inclusive: boolean): void {
    for (let last = this.#open.at(-1); last !== undefined; last = this.#open.at(-1)) {
      if (last.depth < depth || (last.depth === depth && !inclusive)) return;
      this.#open.pop();
      this.#forget(last.text);
    }
  }

  #remember(text: string, depth: number): void {
    const depths = this.#depths.get(text);
    if (depths === undefined) this.#depths.set(text, [depth]);
    else depths.push(depth);
  }

  #forget(text: string): void {
    const depths = this.#depths.get(text);
    depths?.pop();
    if (depths?.length === 0) this.#depths.delete(text);
  }
}
