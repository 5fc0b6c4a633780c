import { DOMParser, type Element } from '@xmldom/xmldom';

/** The namespaces that are written, by their prefixes. */
export const namespaces = {
  D: 'DAV:',
  caldav: 'urn:ietf:params:xml:ns:caldav',
  cs: 'http://calendarserver.org/ns/',
  ical: 'http://apple.com/ns/ical/',
} as const;

/** `{DAV:}getetag`: how a name with its namespace is told from another. */
export type QName = `{${string}}${string}`;

export const dav = (name: string): QName => `{${namespaces.D}}${name}`;
export const caldav = (name: string): QName => `{${namespaces.caldav}}${name}`;

/** Reads a body; undefined where it is no XML. */
export function parseXml(text: string): Element | undefined {
  try {
    const stop = (message: string): never => {
      throw new Error(message);
    };
    const parser = new DOMParser({ onError: (level, message) => (level === 'warning' ? undefined : stop(message)) });
    return parser.parseFromString(text, 'text/xml').documentElement ?? undefined;
  } catch {
    return undefined;
  }
}

export function nameOf(element: Element): QName {
  return `{${element.namespaceURI ?? ''}}${element.localName ?? ''}`;
}

/** The elements directly below, perhaps only those of a name. */
export function childrenOf(element: Element | undefined, name?: QName): readonly Element[] {
  const found: Element[] = [];
  for (let at = element?.firstChild ?? null; at !== null; at = at.nextSibling)
    if (at.nodeType === 1 && (name === undefined || nameOf(at as Element) === name)) found.push(at as Element);
  return found;
}

export function childOf(element: Element | undefined, name: QName): Element | undefined {
  return childrenOf(element, name)[0];
}

/** Text for the inside of an element or of an attribute. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** An element with what is inside already written. */
export function tag(name: QName, inside = ''): string {
  const end = name.indexOf('}');
  const [space, local] = [name.slice(1, end), name.slice(end + 1)];
  const prefix = Object.entries(namespaces).find(([, uri]) => uri === space)?.[0];
  const own = prefix === undefined ? `X:${local}` : `${prefix}:${local}`;
  const spaces = prefix === undefined ? ` xmlns:X="${escapeXml(space)}"` : '';
  return inside === '' ? `<${own}${spaces}/>` : `<${own}${spaces}>${inside}</${own}>`;
}

/** The outermost element, one of `DAV:`, with the namespaces of all others. */
export function rootTag(local: string, inside: string): string {
  const spaces = Object.entries(namespaces).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
  return `<D:${local}${spaces.join('')}>${inside}</D:${local}>`;
}
