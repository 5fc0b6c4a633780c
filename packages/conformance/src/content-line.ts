/** One content line of a calendar object or vCard (RFC 5545 s.3.1, RFC 6350 s.3.3), unfolded. */
export interface Line {
  /** Upper case, with its group (`ITEM1.EMAIL`). */
  readonly name: string;
  /** `NAME=value`, one value each, sorted; without quotes. */
  readonly parameters: readonly string[];
  readonly value: string;
}

/** Reads a line; what is none is a name without a value. */
export function lineOf(raw: string): Line {
  const parts = splitOutside(raw, ';', ':');
  const [name = '', ...parameters] = parts.heads;
  return {
    name: name.trim().toUpperCase(),
    parameters: parameters.flatMap(parametersOf).sort(),
    value: parts.rest.trim(),
  };
}

/** The values of a list, split at commas that are not escaped. */
export function splitList(value: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < value.length; at++) {
    if (value[at] === '\\') at++;
    else if (value[at] === ',') {
      parts.push(value.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, value.slice(start)];
}

function parametersOf(parameter: string): readonly string[] {
  const equals = parameter.indexOf('=');
  const name = (equals < 0 ? parameter : parameter.slice(0, equals)).trim().toUpperCase();
  const { heads } = splitOutside(equals < 0 ? '' : parameter.slice(equals + 1), ',', undefined);
  // `^n` is RFC 6868's way to write what older programs write as `\n`.
  return heads.map((value) => `${name}=${value.replaceAll('"', '').replaceAll('^n', '\\n')}`);
}

/** Splits at a separator outside of quotes, up to an end outside of quotes. */
function splitOutside(
  text: string,
  separator: string,
  end: string | undefined,
): { readonly heads: readonly string[]; readonly rest: string } {
  const heads: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === end)
      return { heads: [...heads, text.slice(start, at)], rest: text.slice(at + 1) };
    else if (!quoted && character === separator) {
      heads.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return { heads: [...heads, text.slice(start)], rest: '' };
}
