import type { Backend } from '../contract/backend.ts';
import type { BackendDefinition, BackendEnv, Logger } from '../contract/definition.ts';
import { MapistoreError } from '../errors/error.ts';
import { type Interceptor, intercept } from '../interceptors/intercept.ts';
import type { SecretSource } from '../secrets/source.ts';
import type { MountRow } from '../state/rows.ts';
import { noBackend } from './known.ts';
import { parseMountUri, schemeOf } from './uri.ts';

/** Gives the definition that serves a URI scheme, or undefined. May import a package. */
export type BackendResolver = (scheme: string) => Promise<BackendDefinition | undefined>;

/** What opening mounts needs. */
export interface MountsOptions {
  readonly resolve: BackendResolver;
  readonly secrets: SecretSource;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Made anew for each mount, so that a limit counts one mount's calls. */
  readonly interceptors: () => readonly Interceptor[];
}

/** Opens backends when they are first needed and keeps them open. A failed opening is tried again at the next need. */
export class OpenMounts implements AsyncDisposable {
  readonly #options: MountsOptions;
  readonly #open = new Map<number, Promise<Backend>>();
  readonly #closing = new AbortController();

  constructor(options: MountsOptions) {
    this.#options = options;
  }

  /** @throws whatever the definition's `open` throws, BACKEND_NOT_INSTALLED, UNKNOWN_SCHEME, CONFIG_INVALID */
  get(mount: MountRow, signal: AbortSignal): Promise<Backend> {
    const known = this.#open.get(mount.mountId);
    if (known !== undefined) return orAborted(known, signal);
    // Others may wait for the same opening: it ends with the store, not with the first who asked.
    const opening = this.open(mount, { create: false, signal: this.#closing.signal });
    this.#open.set(mount.mountId, opening);
    opening.catch(() => this.#open.delete(mount.mountId));
    return orAborted(opening, signal);
  }

  /** Opens a backend apart from those kept; `create` makes a missing root. */
  async open(mount: MountRow, request: { readonly create: boolean; readonly signal: AbortSignal }): Promise<Backend> {
    const uri = parseMountUri(mount.uri);
    const definition = await this.#options.resolve(schemeOf(uri));
    if (definition === undefined) throw noBackend(schemeOf(uri));
    const options = await checkOptions(definition, uri, mount);
    const env: BackendEnv = {
      secret: (request) => this.#options.secrets.read(mount.secretRef, request),
      log: this.#options.log,
      clock: this.#options.clock,
    };
    const backend = await definition.open({ uri, options, ...request }, env);
    return intercept(backend, mount.path, this.#options.interceptors());
  }

  async close(mountId: number): Promise<void> {
    const known = this.#open.get(mountId);
    this.#open.delete(mountId);
    const backend = await known?.catch(() => undefined);
    await backend?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#open.keys()].map((mountId) => this.close(mountId)));
  }
}

/** Waits no longer than the caller wants to. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let leave: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (leave !== undefined) signal.removeEventListener('abort', leave);
  }
}

async function checkOptions(definition: BackendDefinition, uri: URL, mount: MountRow): Promise<unknown> {
  const given: Record<string, unknown> = {
    ...Object.fromEntries(uri.searchParams),
    ...(JSON.parse(mount.options) as object),
  };
  const checked = await definition.options['~standard'].validate(given);
  if (checked.issues === undefined) return checked.value;
  const issue = checked.issues[0];
  const where = issue?.path?.map((step) => String(typeof step === 'object' ? step.key : step)).join('.') ?? '';
  throw new MapistoreError(
    'CONFIG_INVALID',
    `The option "${where}" of the mount ${mount.path} is wrong: ${issue?.message ?? 'unknown reason'}. Correct it in the URI's query or the mount's options.`,
  );
}
