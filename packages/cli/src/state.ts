import { stat } from 'node:fs/promises';
import { MapistoreError, type StateStore, secretSource } from '@mapistore/core';
import { openSqliteState } from '@mapistore/state-sql';

/** Where the state of a configuration lies: a file, or a database on a server. */
export type StatePlace =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'mysql'; readonly uri: string; readonly secret: string | undefined };

/** For messages: the file, or the URI, which has no password. */
export function placeText(place: StatePlace): string {
  return place.kind === 'sqlite' ? place.file : place.uri;
}

/** Opens a state that must be there. @throws CONFIG_INVALID, STATE_CORRUPT, and what keeps a server from being used */
export async function openState(place: StatePlace): Promise<StateStore> {
  // A state that is gone must not come back as an empty one.
  if (place.kind === 'sqlite' && !(await exists(place.file)))
    throw new MapistoreError(
      'CONFIG_INVALID',
      `The state ${place.file} is not there; put it back, or make a new one with "mapistore init".`,
    );
  return openOrMakeState(place);
}

/** The same, and makes one where there is none. */
export async function openOrMakeState(place: StatePlace): Promise<StateStore> {
  if (place.kind === 'sqlite') return openSqliteState({ file: place.file });
  const { openMysqlState } = await import('@mapistore/state-sql/mysql');
  const password = await passwordOf(place.secret);
  return openMysqlState({ uri: place.uri, ...(password !== undefined && { password }) });
}

async function passwordOf(reference: string | undefined): Promise<string | undefined> {
  if (reference === undefined) return undefined;
  const secret = await secretSource(undefined).read(reference);
  if (secret?.kind === 'password') return secret.password;
  throw new MapistoreError('CONFIG_INVALID', `The secret ${reference} is no password; the state needs one.`);
}

/** Checks a reference: sealed secrets lie in the state, so they cannot open it. @throws CONFIG_INVALID */
export function checkStateSecret(reference: string): void {
  if (/^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/su.test(reference)) return;
  throw new MapistoreError(
    'CONFIG_INVALID',
    'The password of a state is named as env:NAME or file:PATH; the password itself is never given.',
  );
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
