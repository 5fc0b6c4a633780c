import type { StandardSchemaV1 } from '@standard-schema/spec';
import { MapistoreError } from '../errors/error.ts';
import type { Backend, Request } from './backend.ts';
import { type Capability, NO_CAPABILITIES } from './capabilities.ts';

/** The version of the backend contract that this core speaks. It is not the version of any package. */
export const CONTRACT_VERSION = 1;

/** A secret as a backend gets it. It is never logged, never part of an error, a URI or the state in clear. */
export type Secret =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'oauth2'; readonly accessToken: string; readonly expires?: Date };

/** What core lends to a backend while it is open. */
export interface BackendEnv {
  /**
   * Asks for the mount's secret again each time, so that a rotated token is seen. Undefined where none was named. A token
   * that the server refused before its time is handed back as `rejected`: where it can be renewed, the answer is a new one.
   */
  secret(request?: { readonly rejected?: Secret }): Promise<Secret | undefined>;
  readonly log: Logger;
  clock(): Date;
}

/** The few log levels a backend needs. Fields are plain values, never content or secrets. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What opening a mount needs. */
export interface OpenMount<Options> extends Request {
  /** The mount's URI, without any password. */
  readonly uri: URL;
  readonly options: Options;
  /**
   * True when an administrator adds the mount: the root may be made where it is missing. False later: a missing root
   * is UNAVAILABLE, since a disk or server that is not there must never look empty.
   */
  readonly create: boolean;
}

/** What a backend package exports: data, and one step that does I/O. */
export interface BackendDefinition<Options = unknown> {
  /** The backend's name, such as `imap`. */
  readonly name: string;
  /** URI schemes without the colon, such as `imap` and `imaps`. */
  readonly schemes: readonly string[];
  readonly contract: typeof CONTRACT_VERSION;
  /** Checks the mount's options; the URI's query parameters are merged into them first, as strings. */
  readonly options: StandardSchemaV1<unknown, Options>;
  /** @throws UNAVAILABLE (also for a missing root without `create`), UNAUTHENTICATED, TLS_UNTRUSTED, CONFIG_INVALID */
  open(mount: OpenMount<Options>, env: BackendEnv): Promise<Backend>;
}

/** Checks a definition, and each backend it opens: a capability is declared if and only if its method exists. */
export function defineBackend<Options>(definition: BackendDefinition<Options>): BackendDefinition<Options> {
  if (definition.contract !== CONTRACT_VERSION) {
    throw new MapistoreError(
      'CONFIG_INVALID',
      `Backend "${definition.name}" speaks contract ${String(definition.contract)}, this core speaks ${CONTRACT_VERSION}; install versions that fit.`,
    );
  }
  return Object.freeze({
    ...definition,
    async open(mount: OpenMount<Options>, env: BackendEnv): Promise<Backend> {
      const backend = await definition.open(mount, env);
      checkCapabilities(definition.name, backend);
      return backend;
    },
  });
}

/** Throws a TypeError (a programming mistake, not a failure) where declarations and methods disagree. */
export function checkCapabilities(name: string, backend: Backend): void {
  const declared = backend.description.capabilities;
  for (const capability of Object.keys(NO_CAPABILITIES) as Capability[]) {
    const present = typeof backend[capability] === 'function';
    if (typeof declared[capability] !== 'boolean') {
      throw new TypeError(`Backend "${name}" does not say whether it has ${capability}.`);
    }
    if (declared[capability] && !present)
      throw new TypeError(`Backend "${name}" declares ${capability} but has no such method.`);
    if (!declared[capability] && present)
      throw new TypeError(`Backend "${name}" has ${capability} but does not declare it.`);
  }
}
