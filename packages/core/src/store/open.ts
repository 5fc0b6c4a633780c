import type { BackendDefinition, Logger } from '../contract/definition.ts';
import type { Format } from '../contract/format.ts';
import { type Engine, SILENT } from '../engine/engine.ts';
import { Hints } from '../engine/hints.ts';
import { Session } from '../engine/session.ts';
import { Formats } from '../formats/registry.ts';
import { insertVirtual } from '../hierarchy/virtual.ts';
import { openReplicas } from '../identity/incarnation.ts';
import type { Interceptor } from '../interceptors/intercept.ts';
import { limit } from '../interceptors/limit.ts';
import { log as logCalls } from '../interceptors/observe.ts';
import { retry } from '../interceptors/retry.ts';
import { timeout } from '../interceptors/timeout.ts';
import { type BackendResolver, OpenMounts } from '../mounts/open-mounts.ts';
import { prepareDeferred } from '../rules/deferred.ts';
import { type SecretSource, secretSource } from '../secrets/source.ts';
import type { StateStore } from '../state/store.ts';
import { createStore, type Store } from './store.ts';

/** What a store is made of. */
export interface StoreOptions {
  /** Where ids, index and journal are kept; closed with the store. */
  readonly state: StateStore;
  /** The backends to choose from: definitions, or a function that finds one by URI scheme. */
  readonly backends: readonly BackendDefinition[] | BackendResolver;
  /** The formats that items are looked into with. */
  readonly formats?: readonly Format[];
  /** Default: `env:` and `file:` references. */
  readonly secrets?: SecretSource;
  readonly log?: Logger;
  readonly clock?: () => Date;
  /** Put around the usual ones (log, retry, timeout, limit), for metrics or tracing. Made once per mount. */
  readonly interceptors?: () => readonly Interceptor[];
  /** How many names of properties may have an id ([MS-OXCPRPT] 3.2.5.10); default 16,384, and never more than 32,767. */
  readonly maxNamedProperties?: number;
  /** For how many days what was soft deleted can be restored; default 30. */
  readonly keepDeletedDays?: number;
}

const MAX_NAMED_PROPERTIES = 16_384;
const KEEP_DELETED_DAYS = 30;

/**
 * Opens a store. Several programs may have the same state open; what one of them wrote half when it died is ended by
 * the next synchronisation of any.
 * @throws what the state throws
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { log = SILENT, clock = () => new Date() } = options;
  const hints = new Hints();
  const state = hints.of(options.state);
  const session = new Session(state, clock);
  const mounts = new OpenMounts({
    resolve: typeof options.backends === 'function' ? options.backends : resolverOf(options.backends),
    secrets: options.secrets ?? secretSource(undefined),
    log,
    clock,
    interceptors: () => [...(options.interceptors?.() ?? []), logCalls(log), retry(), timeout(), limit()],
  });
  await session.begin();
  await prepareState(state);
  const engine: Engine = {
    state,
    mounts,
    formats: new Formats(options.formats ?? []),
    session,
    log,
    clock,
    replicas: await openReplicas(state, clock, log),
    claims: new Set(),
    orphans: new Set(),
    turns: new Map(),
    hints,
    keepDeletedMs: (options.keepDeletedDays ?? KEEP_DELETED_DAYS) * 24 * 3_600_000,
  };
  return createStore(engine, { maxNamedProperties: options.maxNamedProperties ?? MAX_NAMED_PROPERTIES });
}

function resolverOf(definitions: readonly BackendDefinition[]): BackendResolver {
  return async (scheme) => definitions.find((definition) => definition.schemes.includes(scheme));
}

/** Makes the root folder of a new state. */
async function prepareState(state: StateStore): Promise<void> {
  await state.write(async (tx) => {
    if ((await tx.folders.all()).length === 0) await insertVirtual(tx, undefined, '');
    await prepareDeferred(tx);
  });
}
