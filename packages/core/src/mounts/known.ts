import { MapistoreError } from '../errors/error.ts';

/** Packages of ours that serve a URI scheme, so that an error can say what to install. */
const KNOWN_BACKENDS: Readonly<Record<string, string>> = {
  archive: '@mapistore/backend-compress',
  caldav: '@mapistore/backend-caldav',
  caldavs: '@mapistore/backend-caldav',
  carddav: '@mapistore/backend-caldav',
  carddavs: '@mapistore/backend-caldav',
  file: '@mapistore/backend-fs',
  imap: '@mapistore/backend-imap',
  imaps: '@mapistore/backend-imap',
  memory: '@mapistore/backend-memory',
  mysql: '@mapistore/backend-mysql',
};

/** The package of ours that serves a scheme, if there is one. */
export function backendPackage(scheme: string): string | undefined {
  return Object.hasOwn(KNOWN_BACKENDS, scheme) ? KNOWN_BACKENDS[scheme] : undefined;
}

/** Every scheme that {@link backendPackage} knows. */
export function knownSchemes(): readonly string[] {
  return Object.keys(KNOWN_BACKENDS);
}

/** The error for a scheme that nobody registered: the install line where a package is known, else the known schemes. */
export function noBackend(scheme: string): MapistoreError {
  const name = backendPackage(scheme);
  return name === undefined
    ? new MapistoreError(
        'UNKNOWN_SCHEME',
        `No backend serves "${scheme}:"; known are ${knownSchemes()
          .map((known) => `${known}:`)
          .join(', ')}.`,
      )
    : new MapistoreError(
        'BACKEND_NOT_INSTALLED',
        `The backend for "${scheme}:" is not installed; run: npm install ${name}`,
      );
}
