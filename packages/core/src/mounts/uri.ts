import { MapistoreError } from '../errors/error.ts';

/**
 * Reads a mount's URI. A password in it is refused: it would lie in the state in clear.
 * @throws CONFIG_INVALID
 */
export function parseMountUri(text: string): URL {
  let uri: URL;
  try {
    uri = new URL(text);
  } catch {
    // The text is not repeated: a half-typed URI may hold a password.
    throw new MapistoreError(
      'CONFIG_INVALID',
      'The URI of the mount cannot be read; it looks like file:///path or imap://user@host/Folder.',
    );
  }
  // Without its slashes, as in imap:user:password@host, all of it is path.
  if (uri.password !== '' || (uri.host === '' && /^[^/]*:[^/]*@/u.test(uri.pathname))) {
    throw new MapistoreError(
      'CONFIG_INVALID',
      `The URI for ${uri.protocol}//${uri.host} holds a password; leave it out and name a secret: --secret env:NAME or --secret file:PATH.`,
    );
  }
  return uri;
}

/** The scheme of a URI, without its colon. */
export function schemeOf(uri: URL): string {
  return uri.protocol.slice(0, -1);
}
