import { readFile } from 'node:fs/promises';
import type { Secret } from '../contract/definition.ts';
import { MapistoreError } from '../errors/error.ts';
import type { RenewGrant } from './grant.ts';
import { Renewing } from './renewing.ts';
import type { SecretStore } from './sealed.ts';

/** Reads secrets by reference. */
export interface SecretSource {
  /**
   * Gives the secret as it is now. An access token that a server refused is named as `rejected`: a stored sign-in then
   * gives another one.
   * @throws CONFIG_INVALID naming the reference, never a value; and for a stored sign-in UNAUTHENTICATED, UNAVAILABLE
   */
  read(reference: string | null, request?: { readonly rejected?: Secret }): Promise<Secret | undefined>;
}

/** Where secrets come from beside the store. */
export interface SecretSourceOptions {
  /** Default is the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Renews a sign-in with OAuth 2. Without one a stored sign-in is good until its access token ends. */
  readonly refresh?: RenewGrant;
  readonly clock?: () => Date;
}

/** Checks the form of a reference: `env:NAME`, `file:PATH` or `store:NAME`. @throws CONFIG_INVALID */
export function checkSecretReference(reference: string): string {
  if (/^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+|store:.+)$/su.test(reference)) return reference;
  throw new MapistoreError(
    'CONFIG_INVALID',
    'A secret is named as env:NAME, file:PATH or store:NAME; the secret itself is never given.',
  );
}

/**
 * Reads `env:NAME` from the environment, `file:PATH` from a file (without its last line end) and `store:NAME` from the
 * sealed store. A value that is a JSON object with an `accessToken` is an OAuth2 token, anything else a password. A
 * stored sign-in gives an access token, renewed shortly before it ends or when it is rejected; what the provider gives is
 * stored before it is used. Renewing the same secret happens once at a time.
 */
export function secretSource(
  store: SecretStore | undefined,
  { env = process.env, refresh, clock = () => new Date() }: SecretSourceOptions = {},
): SecretSource {
  const renewing = store && new Renewing({ store, refresh, clock });
  return {
    async read(reference, { rejected } = {}) {
      if (reference === null) return undefined;
      checkSecretReference(reference);
      const [kind, name] = [reference.slice(0, reference.indexOf(':')), reference.slice(reference.indexOf(':') + 1)];
      if (kind === 'env') return parse(env[name] ?? missing(reference, `set the environment variable ${name}`));
      if (kind === 'file') {
        const text = await readFile(name, 'utf8').catch((cause: unknown) =>
          missing(reference, `make the file ${name} readable`, cause),
        );
        return parse(text.replace(/\r?\n$/u, ''));
      }
      const stored = (await store?.get(name)) ?? missing(reference, 'put it there first');
      if (stored.kind !== 'oauth2Grant') return stored;
      return renewing?.token(name, stored, rejected?.kind === 'oauth2' ? rejected.accessToken : undefined);
    },
  };
}

function missing(reference: string, advice: string, cause?: unknown): never {
  throw new MapistoreError('CONFIG_INVALID', `The secret ${reference} cannot be read; ${advice}.`, { cause });
}

function parse(text: string): Secret {
  if (text.trimStart().startsWith('{')) {
    try {
      const value = JSON.parse(text) as { accessToken?: unknown; expires?: unknown };
      if (typeof value.accessToken === 'string') {
        return {
          kind: 'oauth2',
          accessToken: value.accessToken,
          ...(typeof value.expires === 'string' && { expires: new Date(value.expires) }),
        };
      }
    } catch {
      // A password may well begin with a brace.
    }
  }
  return { kind: 'password', password: text };
}
