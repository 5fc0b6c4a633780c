import {
  type Format,
  type Logger,
  type OAuth2Grant,
  openStore,
  type Renewal,
  type SecretStore,
  type Store,
  sealedSecrets,
  secretSource,
} from '@mapistore/core';
import { backendResolver } from './backends.ts';
import type { Config } from './config.ts';
import { openOrMakeState, openState } from './state.ts';

/** Opens the store that a configuration describes. @throws CONFIG_INVALID, STATE_CORRUPT */
export async function openConfigured(config: Config, log?: Logger): Promise<Store> {
  const state = await openState(config.state);
  try {
    const secrets = secretSource(sealedSecrets(state, config.key), { refresh });
    return await openStore({
      state,
      backends: backendResolver(config),
      formats: await formats(),
      secrets,
      ...(log && { log }),
    });
  } catch (error) {
    await state[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * Works with the sealed secrets of a configuration alone: no mount is touched.
 * @throws CONFIG_INVALID, STATE_CORRUPT, and what the work throws
 */
export async function withSecrets<T>(config: Config, work: (secrets: SecretStore) => Promise<T>): Promise<T> {
  const state = await openState(config.state);
  try {
    return await work(sealedSecrets(state, config.key));
  } finally {
    await state[Symbol.asyncDispose]();
  }
}

/** Renews a sign-in; what that needs is loaded when there is one to renew. */
async function refresh(renewal: Renewal): Promise<OAuth2Grant> {
  return (await import('@mapistore/oauth2')).refresh(renewal);
}

/** Makes the state of a configuration where there is none, or sees that it can be opened. */
export async function prepareState(config: Config): Promise<void> {
  await (await openOrMakeState(config.state))[Symbol.asyncDispose]();
}

/** The formats that items are looked into with. */
async function formats(): Promise<readonly Format[]> {
  const [{ icalendar }, { mime }, { note }, { vcard }] = await Promise.all([
    import('@mapistore/format-icalendar'),
    import('@mapistore/format-mime'),
    import('@mapistore/format-note'),
    import('@mapistore/format-vcard'),
  ]);
  return [icalendar, mime, note, vcard];
}
