import { type Document, isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';

/** A note's text with the places of its parts, as offsets in the text. */
export interface NoteText {
  readonly text: string;
  /** Between the line of `---` that opens and the one that closes; undefined where there is none. */
  readonly front?: { readonly start: number; readonly end: number };
  readonly bodyStart: number;
  /** `\n` or `\r\n`, as the file's first line ends. */
  readonly lineEnd: string;
  /** A sentence where a front matter opens and never closes. */
  readonly problem?: string;
}

/** Front matter longer than this is text of the note. It is what a listing reads of a file, too. */
const MAX_FRONT = 65_536;

/** Finds the front matter: a first line `---`, YAML, a line `---` or `...`; one empty line behind it is not body. */
export function splitNote(text: string): NoteText {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  const lineEnd = /\r?\n/.exec(text)?.[0] ?? '\n';
  const open = /^---[ \t]*\r?\n/.exec(text.slice(start, start + 100));
  if (open === null) return { text, bodyStart: start, lineEnd };
  const frontStart = start + open[0].length;
  const close = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m.exec(text.slice(frontStart, frontStart + MAX_FRONT));
  if (close === null)
    return {
      text,
      bodyStart: start,
      lineEnd,
      problem: 'The header of the note is not closed by a line of "---"; all of it was read as text.',
    };
  const frontEnd = frontStart + close.index;
  const after = frontEnd + close[0].length;
  const blank = /^\r?\n/.exec(text.slice(after, after + 2))?.[0].length ?? 0;
  return { text, front: { start: frontStart, end: frontEnd }, bodyStart: after + blank, lineEnd };
}

/** The fields of a front matter. */
export interface Front {
  readonly document: Document.Parsed | undefined;
  readonly map: YAMLMap.Parsed | undefined;
  readonly problem?: string;
}

/** Reads the YAML of a front matter; what is broken or no mapping has no fields. Never throws. */
export function readFront(yaml: string): Front {
  try {
    const document = parseDocument(yaml, {
      keepSourceTokens: false,
      logLevel: 'silent',
      prettyErrors: false,
      uniqueKeys: false,
    });
    const error = document.errors[0];
    if (error !== undefined) return broken(error.message);
    const map = document.contents;
    if (map === null) return { document, map: undefined };
    return isMap(map) ? { document, map } : broken('it is no mapping of keys to values');
  } catch (error) {
    return broken(error instanceof Error ? error.message : String(error));
  }
}

/** The pair of a key; the last one where a key is there twice. */
export function pairOf(map: YAMLMap.Parsed | undefined, key: string): Pair | undefined {
  return map?.items.findLast((pair) => isScalar(pair.key) && String(pair.key.value).toLowerCase() === key);
}

function broken(why: string): Front {
  return {
    document: undefined,
    map: undefined,
    problem: `The header of the note cannot be read as YAML: ${why.split('\n')[0]}.`,
  };
}
