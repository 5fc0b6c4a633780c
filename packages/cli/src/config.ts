import { access, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { MapistoreError } from '@mapistore/core';
import { checkStateSecret, placeText, type StatePlace } from './state.ts';

/** The name of the configuration that is looked for, from the current folder upwards. */
export const CONFIG_NAME = 'mapistore.config.json';

/** Settings that a new configuration does not have. */
const OPTIONAL: readonly string[] = ['stateSecret'];

const DEFAULTS = { state: 'mapistore/state.sqlite', key: 'mapistore.key', backends: [] as readonly string[] };

/** A configuration with absolute paths. */
export interface Config {
  /** The configuration file itself. */
  readonly file: string;
  /** Its folder, which relative paths start from. */
  readonly folder: string;
  /** Where the state lies. */
  readonly state: StatePlace;
  /** The key of the sealed secrets. It lies outside the state's folder, so that a copy of the state opens nothing. */
  readonly key: string;
  /** Packages of backends beside our own. */
  readonly backends: readonly string[];
}

/** The configuration file to use: the one named, else the nearest upwards. @throws CONFIG_INVALID */
export async function findConfig(start: string, named?: string): Promise<string> {
  if (named !== undefined) return path.resolve(start, named);
  for (let folder = path.resolve(start); ; folder = path.dirname(folder)) {
    const file = path.join(folder, CONFIG_NAME);
    if (await exists(file)) return file;
    if (folder === path.dirname(folder)) break;
  }
  throw new MapistoreError(
    'CONFIG_INVALID',
    `There is no ${CONFIG_NAME} here or in a folder above; run "mapistore init" first, or name one with --config FILE.`,
  );
}

/** Reads and checks a configuration. @throws CONFIG_INVALID naming the key that is wrong */
export async function readConfig(file: string): Promise<Config> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw invalid(
      file,
      missing ? 'the file is not there; "mapistore init" makes one' : 'the file cannot be read; check its permissions',
      cause,
    );
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(file, 'it is not JSON; look for a missing comma or quote', cause);
  }
  return checked(file, value);
}

function checked(file: string, value: unknown): Config {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(file, 'it must be one object: { "state": … }');
  const given = value as Record<string, unknown>;
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(DEFAULTS, name) && !OPTIONAL.includes(name));
  if (unknown !== undefined)
    throw invalid(file, `"${unknown}" is no setting; there are ${[...Object.keys(DEFAULTS), ...OPTIONAL].join(', ')}`);
  const folder = path.dirname(file);
  const pathOf = (name: 'state' | 'key'): string => {
    const text = given[name] ?? DEFAULTS[name];
    if (typeof text !== 'string' || text === '') throw invalid(file, `"${name}" must be the path of a file`);
    return path.resolve(folder, text);
  };
  const backends = given['backends'] ?? DEFAULTS.backends;
  if (!Array.isArray(backends) || !backends.every((name) => typeof name === 'string' && name !== '')) {
    throw invalid(file, '"backends" must be a list of package names');
  }
  const text = given['state'];
  const isServer = typeof text === 'string' && /^mysql:/u.test(text);
  const state = isServer
    ? serverPlace(file, text, given['stateSecret'])
    : { kind: 'sqlite' as const, file: pathOf('state') };
  const config = { file, folder, state, key: pathOf('key'), backends: backends as string[] };
  if (state.kind !== 'sqlite') return config;
  const inside = path.relative(path.dirname(state.file), config.key);
  if (path.dirname(state.file) !== folder && !inside.startsWith('..')) {
    throw invalid(
      file,
      '"key" must not lie in the folder of the state, since a copy of that folder would open every secret',
    );
  }
  return config;
}

function serverPlace(file: string, uri: string, secret: unknown): StatePlace {
  if (secret !== undefined && typeof secret !== 'string')
    throw invalid(file, '"stateSecret" must be env:NAME or file:PATH');
  return statePlace(path.dirname(file), uri, secret);
}

/**
 * The place that a URI or a path names, as it is written in a configuration or on a command line; relative paths start
 * from the folder. @throws CONFIG_INVALID
 */
export function statePlace(folder: string, text: string, secret: string | undefined): StatePlace {
  if (/^mysql:/u.test(text)) {
    if (secret !== undefined) checkStateSecret(secret);
    const uri = URL.canParse(text) ? new URL(text) : undefined;
    const ca = uri?.searchParams.get('ca');
    if (ca) uri?.searchParams.set('ca', path.resolve(folder, ca));
    return { kind: 'mysql', uri: uri?.href ?? text, secret: secret && absoluteSecret(secret, folder) };
  }
  if (secret !== undefined)
    throw new MapistoreError('CONFIG_INVALID', 'A state in a file has no password; leave "--secret" out.');
  const file = text.replace(/^sqlite:/u, '');
  if (file === '')
    throw new MapistoreError('INVALID_ARGUMENT', 'Name the file of the state, as in sqlite:state.sqlite.');
  return { kind: 'sqlite', file: path.resolve(folder, file) };
}

/**
 * Writes into a configuration where its state lies from now on: all of it or nothing, also in a power cut.
 * @throws CONFIG_INVALID
 */
export async function switchState(config: Config, place: StatePlace): Promise<void> {
  const { state: _state, stateSecret: _secret, ...rest } = JSON.parse(await readFile(config.file, 'utf8'));
  const state = place.kind === 'sqlite' ? path.relative(config.folder, place.file) : place.uri;
  const secret = place.kind === 'mysql' && place.secret !== undefined ? { stateSecret: place.secret } : {};
  const next = `${config.file}.${process.pid}.new`;
  try {
    const { mode } = await stat(config.file);
    const handle = await open(next, 'w', mode);
    await handle.writeFile(`${JSON.stringify({ state, ...secret, ...rest }, undefined, 2)}\n`);
    await handle.sync();
    await handle.close();
    await rename(next, config.file);
  } catch (cause) {
    await rm(next, { force: true });
    throw invalid(
      config.file,
      `it cannot be changed to the state ${placeText(place)} (${(cause as NodeJS.ErrnoException).code})`,
      cause,
    );
  }
}

function invalid(file: string, why: string, cause?: unknown): MapistoreError {
  return new MapistoreError('CONFIG_INVALID', `Cannot use the configuration ${file}: ${why}.`, { cause });
}

/** Makes a configuration, and the folder of its state; one that is there is read and left as it is. */
export async function createConfig(file: string): Promise<{ readonly config: Config; readonly created: boolean }> {
  const created = !(await exists(file));
  if (created) {
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, `${JSON.stringify(DEFAULTS, undefined, 2)}\n`, { flag: 'wx' });
    } catch (cause) {
      throw invalid(file, `it cannot be written (${(cause as NodeJS.ErrnoException).code})`, cause);
    }
  }
  const config = await readConfig(file);
  if (config.state.kind === 'sqlite') await mkdir(path.dirname(config.state.file), { recursive: true, mode: 0o700 });
  return { config, created };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** A mount's URI with a relative `file:` or `archive:` path made absolute, from the configuration's folder. */
export function absoluteUri(uri: string, folder: string): string {
  const match = /^(?<scheme>file|archive):(?!\/)(?<path>[^?#]*)(?<rest>.*)$/su.exec(uri);
  if (match?.groups === undefined) return uri;
  let relative = match.groups['path'] ?? '';
  try {
    relative = decodeURIComponent(relative);
  } catch {
    // A "%" that escapes nothing is part of the name.
  }
  const { href } = pathToFileURL(path.resolve(folder, relative));
  return href.replace(/^file/u, match.groups['scheme'] ?? 'file') + (match.groups['rest'] ?? '');
}

/** A secret's reference with a relative `file:` path made absolute, from the configuration's folder. */
export function absoluteSecret(reference: string, folder: string): string {
  return reference.startsWith('file:') ? `file:${path.resolve(folder, reference.slice('file:'.length))}` : reference;
}
