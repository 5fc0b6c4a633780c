/** One property of an iCalendar object (RFC 5545 s.3.1), unfolded. */
export interface Line {
  readonly name: string;
  /** The parameters as written, such as `TZID=Europe/Berlin`, names in upper case. */
  readonly params: readonly { readonly name: string; readonly value: string }[];
  readonly value: string;
}

/** A component with its properties and sub-components. */
export interface Component {
  readonly name: string;
  readonly lines: Line[];
  readonly children: Component[];
}

/** Reads an iCalendar object; undefined where it is none. Small on purpose: the fake must not share a reader with what it tests. */
export function parseObject(text: string): Component | undefined {
  const root: Component = { name: '', lines: [], children: [] };
  const open = [root];
  for (const raw of text.replaceAll(/\r?\n[ \t]/gu, '').split(/\r?\n/u)) {
    if (raw === '') continue;
    const line = parseLine(raw);
    const parent = open.at(-1);
    if (line === undefined || parent === undefined) return undefined;
    const { name, value } = line;
    if (name === 'BEGIN') {
      const child: Component = { name: value.toUpperCase(), lines: [], children: [] };
      parent.children.push(child);
      open.push(child);
    } else if (name === 'END') {
      if (open.length === 1 || parent.name !== value.toUpperCase()) return undefined;
      open.pop();
    } else if (open.length === 1) return undefined;
    else parent.lines.push(line);
  }
  const [only, ...more] = root.children;
  return open.length === 1 && more.length === 0 && only?.name === 'VCALENDAR' ? only : undefined;
}

function parseLine(raw: string): Line | undefined {
  const parts: string[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at];
    if (character === '"') quoted = !quoted;
    if (quoted || (character !== ';' && character !== ':')) continue;
    parts.push(raw.slice(from, at));
    from = at + 1;
    if (character === ':') break;
  }
  const [name = '', ...params] = parts;
  if (raw[from - 1] !== ':' || !/^[A-Za-z0-9-]+$/u.test(name)) return undefined;
  return {
    name: name.toUpperCase(),
    params: params.map((param) => {
      const at = param.indexOf('=');
      return { name: param.slice(0, at).toUpperCase(), value: param.slice(at + 1) };
    }),
    value: raw.slice(from),
  };
}

/** The value of a component's first property of that name. */
export function textOf(component: Component, name: string): string | undefined {
  return component.lines.find((line) => line.name === name)?.value;
}

/** A parameter without its quotes. */
export function paramOf(line: Line, name: string): string | undefined {
  return line.params.find((param) => param.name === name)?.value.replaceAll('"', '');
}

/** Writes an object with lines of at most 75 octets (RFC 5545 s.3.1). */
export function formatObject({ name, lines, children }: Component): string {
  const own = lines.map(({ name, params, value }) =>
    fold(`${name}${params.map((param) => `;${param.name}=${param.value}`).join('')}:${value}`),
  );
  return [`BEGIN:${name}\r\n`, ...own, ...children.map(formatObject), `END:${name}\r\n`].join('');
}

function fold(line: string): string {
  let out = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > 75) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return `${out}\r\n`;
}
