import { childOf, childrenOf, type XmlElement } from './xml.ts';

/** What a server says of one resource (RFC 4918 s.14.24). */
export interface DavResponse {
  /** As the server wrote it. */
  readonly href: string;
  /** Of the resource as a whole, where it has one. */
  readonly status?: number;
  /** The properties that are there, by name. */
  readonly props: ReadonlyMap<string, XmlElement>;
  /** Statuses of properties that could not be given. */
  readonly failed: ReadonlyMap<string, number>;
  /** Names of the conditions in its error element, such as `d:number-of-matches-within-limits`. */
  readonly conditions: readonly string[];
}

/** The responses for the hrefs of one `response` element: one, but for a list of hrefs that share a status. */
export function responsesOf(element: XmlElement): readonly DavResponse[] {
  const props = new Map<string, XmlElement>();
  const failed = new Map<string, number>();
  for (const propstat of childrenOf(element, 'd:propstat')) {
    const status = statusOf(childOf(propstat, 'd:status')) ?? 200;
    for (const prop of childOf(propstat, 'd:prop')?.children ?? []) {
      if (status >= 200 && status < 300) props.set(prop.name, prop);
      else failed.set(prop.name, status);
    }
  }
  const status = statusOf(childOf(element, 'd:status'));
  const conditions = childOf(element, 'd:error')?.children.map((child) => child.name) ?? [];
  return childrenOf(element, 'd:href').map((href) => ({
    href: href.text.trim(),
    ...(status !== undefined && { status }),
    props,
    failed,
    conditions,
  }));
}

function statusOf(element: XmlElement | undefined): number | undefined {
  const code = /^\s*\S+\s+(\d{3})\b/.exec(element?.text ?? '')?.[1];
  return code === undefined ? undefined : Number(code);
}

/** Whether a resource is there and may be read, by its own status. */
export function isFine(response: DavResponse): boolean {
  return response.status === undefined || response.status < 400;
}

/** The text of a property; undefined where it is missing or blank. */
export function textOf(response: DavResponse | undefined, name: string): string | undefined {
  const text = response?.props.get(name)?.text.trim();
  return text === undefined || text === '' ? undefined : text;
}

/** The hrefs in a property, such as those of `c:calendar-home-set`. */
export function hrefsOf(response: DavResponse | undefined, name: string): readonly string[] {
  return childrenOf(response?.props.get(name), 'd:href').map((href) => href.text.trim());
}

/** Names of the elements in a property, such as those of `d:resourcetype`. */
export function namesIn(response: DavResponse | undefined, name: string): readonly string[] {
  return response?.props.get(name)?.children.map((child) => child.name) ?? [];
}

/** A whole number of bytes in a property. */
export function bytesIn(response: DavResponse | undefined, name: string): number | undefined {
  const text = textOf(response, name);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
