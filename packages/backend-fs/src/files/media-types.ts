/** File name extension, lower case, of each media type that is kept as files. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'message/rfc822': '.eml',
  'text/calendar': '.ics',
  'text/vcard': '.vcf',
  'text/markdown': '.md',
};

const MEDIA_TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(EXTENSIONS).map(([type, extension]) => [extension, type]),
);

/** The media types that can be stored. */
export const ACCEPTED_MEDIA_TYPES: readonly string[] = Object.freeze(Object.keys(EXTENSIONS));

/** The extension that a file of this media type gets; undefined where it cannot be stored. */
export function extensionOf(mediaType: string): string | undefined {
  return EXTENSIONS[mediaType];
}

/**
 * The media type of a file by its name; undefined where the file is not an item. Files of other kinds belong to
 * somebody else: they are neither listed nor ever deleted. So are hidden ones, `.draft.md` as well.
 */
export function mediaTypeOf(name: string): string | undefined {
  if (name.startsWith('.')) return undefined;
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : MEDIA_TYPES.get(name.slice(dot).toLowerCase());
}
