import { readFile } from 'node:fs/promises';
import { createRequire, findPackageJSON } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BackendDefinition, type BackendResolver, backendPackage, MapistoreError } from '@mapistore/core';
import type { Config } from './config.ts';

/** What a backend package gives. */
type Loaded = { readonly definition?: unknown };

/** The backends that are installed with this command. */
const OWN: Readonly<Record<string, () => Promise<Loaded>>> = {
  '@mapistore/backend-caldav': () => import('@mapistore/backend-caldav'),
  '@mapistore/backend-compress': () => import('@mapistore/backend-compress'),
  '@mapistore/backend-fs': () => import('@mapistore/backend-fs'),
  '@mapistore/backend-imap': () => import('@mapistore/backend-imap'),
  '@mapistore/backend-memory': () => import('@mapistore/backend-memory'),
  '@mapistore/backend-mysql': () => import('@mapistore/backend-mysql'),
};

/**
 * Finds backends by scheme: first among the packages that the configuration names, then the one of ours for the scheme,
 * each from the configuration's folder first and then from this command's own installation.
 */
export function backendResolver(config: Config): BackendResolver {
  const loaded = new Map<string, Promise<BackendDefinition | undefined>>();
  const load = (name: string): Promise<BackendDefinition | undefined> => {
    const known = loaded.get(name) ?? loadBackend(name, config.folder);
    loaded.set(name, known);
    return known;
  };
  return async (scheme) => {
    for (const name of config.backends) {
      const definition = await load(name);
      if (definition === undefined) {
        throw new MapistoreError(
          'BACKEND_NOT_INSTALLED',
          `The backend ${name}, which the configuration names, is not installed; run: npm install ${name}`,
        );
      }
      if (definition.schemes.includes(scheme)) return definition;
    }
    const own = backendPackage(scheme);
    return own === undefined ? undefined : load(own);
  };
}

async function loadBackend(name: string, folder: string): Promise<BackendDefinition | undefined> {
  const file = await entryOf(name, folder);
  const own = Object.hasOwn(OWN, name) ? OWN[name] : undefined;
  if (file === undefined && own === undefined) return undefined;
  const { definition } =
    (await (file === undefined ? own?.() : (import(pathToFileURL(file).href) as Promise<Loaded>))?.catch(
      (cause: unknown) => {
        if (file === undefined && (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND')
          return { definition: null };
        throw new MapistoreError(
          'CONFIG_INVALID',
          `The backend ${name} cannot be loaded: ${(cause as Error).message}. Install it again, or a version that fits.`,
          { cause },
        );
      },
    )) ?? {};
  if (definition === null) return undefined;
  if (isDefinition(definition)) return definition;
  throw new MapistoreError(
    'CONFIG_INVALID',
    `The package ${name} is no backend: it exports no "definition". Take it out of "backends", or install the right one.`,
  );
}

function isDefinition(value: unknown): value is BackendDefinition {
  return (
    typeof value === 'object' &&
    value !== null &&
    'open' in value &&
    Array.isArray((value as { schemes?: unknown }).schemes)
  );
}

/** The file that `import name` would load from a folder; undefined where the package is not installed there. */
async function entryOf(name: string, folder: string): Promise<string | undefined> {
  const base = path.join(folder, 'package.json');
  try {
    return createRequire(base).resolve(name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND') return undefined;
    if (code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
  }
  // The package is for `import` alone, which cannot be asked for from another folder.
  const manifest = findPackageJSON(name, pathToFileURL(base));
  if (manifest === undefined) return undefined;
  const { exports } = JSON.parse(await readFile(manifest, 'utf8')) as { exports?: unknown };
  const entry = target(typeof exports === 'object' && exports !== null && '.' in exports ? exports['.'] : exports);
  return entry === undefined ? undefined : path.join(path.dirname(manifest), entry);
}

function target(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  for (const [condition, value] of Object.entries(exports)) {
    if (!['node', 'import', 'module-sync', 'default'].includes(condition)) continue;
    const found = target(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
