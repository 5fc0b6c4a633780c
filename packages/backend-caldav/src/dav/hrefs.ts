/**
 * Names of resources, and how they stand in a URL. A name is the last segment of a path, decoded. Of a segment that no
 * UTF-8 text decodes to, the name is `%` and the segment as it is; and so it is of a name that begins with `%` itself.
 */

/** The name in a path segment as a server wrote it, also one with characters that should have been encoded. */
export function nameOfSegment(segment: string): string {
  try {
    const name = decodeURIComponent(segment);
    return name.startsWith('%') || name === '.' || name === '..' ? `%${rawSegment(segment)}` : name;
  } catch {
    return `%${rawSegment(segment)}`;
  }
}

/**
 * The path segment of a name; undefined for what cannot be one. Servers that decode a path before they take it apart
 * would be led elsewhere by dots behind an encoded slash.
 */
export function segmentOfName(name: string): string | undefined {
  if (!name.isWellFormed()) return undefined;
  if (name.startsWith('%')) {
    const raw = name.slice(1);
    const dots = /^(?:\.|%2e){0,2}$/i.test(raw);
    return dots || rawSegment(raw) !== raw || nameOfSegment(raw) !== name ? undefined : raw;
  }
  const leads = name.split(/[/\\]/).some((part) => part === '' || part === '.' || part === '..');
  // What may stand in a path as it is stays so: Radicale takes the path of a Destination for decoded.
  return leads ? undefined : encodeURIComponent(name).replaceAll('%40', '@').replaceAll('%3A', ':');
}

/** Leaves percent signs and what may stand in a path; encodes the rest. */
function rawSegment(segment: string): string {
  return segment.toWellFormed().replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@%]/gu, encodeURIComponent);
}

/** The segments of the path of an href, as names. Absolute URLs count by their path only: nobody is sent to their host. */
export function namesOfHref(href: string): readonly string[] {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/i.exec(href)?.[1] ?? href;
  const [clean = ''] = path.split(/[?#]/, 1);
  return clean
    .split('/')
    .filter((segment) => segment !== '')
    .map(nameOfSegment);
}

/** A path from names, with a slash at its end if it is a collection's. */
export function pathOfNames(names: readonly string[], kind: 'collection' | 'resource'): string {
  const path = names.map((name) => segmentOfName(name) ?? encodeURIComponent(name)).join('/');
  return kind === 'collection' && path !== '' ? `/${path}/` : `/${path}`;
}

/** What an href is to a collection: itself, the name of a member, or elsewhere. */
export function placeOf(
  href: string,
  collection: readonly string[],
): 'self' | 'elsewhere' | { readonly member: string } {
  const names = namesOfHref(href);
  if (!collection.every((name, index) => names[index] === name)) return 'elsewhere';
  const [member, ...rest] = names.slice(collection.length);
  if (member === undefined) return 'self';
  return rest.length === 0 ? { member } : 'elsewhere';
}
