import {
  type Backend,
  type BackendDefinition,
  type BackendEnv,
  CONTRACT_VERSION,
  defineBackend,
  type ItemKind,
  MapistoreError,
  type OpenMount,
} from '@mapistore/core';
import { backendOf } from './backend.ts';
import { capabilitiesOf, type Features, traitsOf } from './capabilities.ts';
import { serviceOf } from './collections.ts';
import { Snapshots } from './cursors.ts';
import { Authorizer } from './dav/authorizer.ts';
import { Dav } from './dav/client.ts';
import { namesOfHref, pathOfNames } from './dav/hrefs.ts';
import { Transport } from './dav/http.ts';
import { namesIn } from './dav/multistatus.ts';
import {
  addressesOf,
  discoverHome,
  type Found,
  homeOf,
  isPrincipal,
  lookAt,
  principalOf,
  type Search,
} from './discovery.ts';
import { type Place, placeOfUri } from './endpoint.ts';
import { Refusal, refusalError } from './errors.ts';
import { componentsOf, makeCollection } from './folder-writes.ts';
import { googleRoot, isGoogle } from './google.ts';
import type { Mount } from './mount.ts';
import { addressOf } from './objects/scheduling.ts';
import { type CaldavOptions, optionsSchema } from './options.ts';
import { probe } from './probe.ts';

/** The CalDAV and CardDAV backend: all calendars or address books of a user, or one of them, as a mount. */
export const definition: BackendDefinition<CaldavOptions> = defineBackend({
  name: 'caldav',
  schemes: ['caldav', 'caldavs', 'carddav', 'carddavs'],
  contract: CONTRACT_VERSION,
  options: optionsSchema,
  open,
});

async function open(request: OpenMount<CaldavOptions>, env: BackendEnv): Promise<Backend> {
  const { options, signal } = request;
  const place = await placeOfUri(request.uri, options);
  const transport = new Transport(place.endpoint);
  try {
    return await openAt(request, env, place, transport);
  } catch (error) {
    transport.close();
    signal.throwIfAborted();
    throw error instanceof Refusal
      ? refusalError(error, `Cannot open the mount at ${place.endpoint.where}`, 'other')
      : error;
  }
}

async function openAt(
  request: OpenMount<CaldavOptions>,
  env: BackendEnv,
  place: Place,
  transport: Transport,
): Promise<Backend> {
  const { options, signal } = request;
  const { service, endpoint, user } = place;
  const google = service === 'caldav' && isGoogle(endpoint.origin.hostname, options);
  const { where } = endpoint;
  const authorizer = new Authorizer({ user, where, oauthOnly: google, env });
  const dav = new Dav({
    transport,
    authorizer,
    origin: endpoint.origin,
    where,
    allows: place.allows,
    clock: () => env.clock(),
  });
  await dav.introduce(place.path, signal);
  const search: Search = { dav, service, signal };
  const root = google
    ? await googleRootOf(search, place)
    : place.path === '/'
      ? { ...(await discoverHome(search)), isHome: true }
      : await rootAt(search, place, request);
  const principal = await principalOf(search, root).catch((error: unknown) => {
    if (error instanceof Refusal) return undefined;
    throw error;
  });
  const { features, product } = await probe({ ...root, dav, service, google, signal });
  const closing = new AbortController();
  const mount: Mount = {
    dav,
    env,
    options,
    features,
    service,
    mediaType: service === 'caldav' ? 'text/calendar' : 'text/vcard',
    root: root.names,
    isHome: root.isHome,
    google,
    addresses: google ? new Set([addressOf(user)]) : addressesOf(principal),
    collections: new Map(),
    snapshots: new Snapshots(),
    folderLine: { last: Promise.resolve() },
    closing: closing.signal,
  };
  const description = {
    name: 'caldav',
    ...(google ? { product: 'Google Calendar' } : product !== undefined && { product }),
    kinds: kindsOf(service, google),
    accepts: [mount.mediaType],
    capabilities: capabilitiesOf(features, root.isHome, google),
    traits: traitsOf(features, options),
  } as const;
  return backendOf(mount, description, async () => {
    closing.abort();
    transport.close();
  });
}

interface RootFound extends Found {
  readonly isHome: boolean;
}

/** What a path of the URI is: a principal, a home, or one collection. */
async function rootAt(search: Search, place: Place, request: OpenMount<CaldavOptions>): Promise<RootFound> {
  const found = (await lookAt(search, place.path)) ?? (await makeRoot(search, place, request));
  const kind = serviceOf(found.response);
  if (kind === search.service) return { ...found, isHome: false };
  if (kind !== undefined) {
    const scheme = kind === 'caldav' ? 'caldavs' : 'carddavs';
    throw invalid(`The path of the URI is of the other kind of collection; use the scheme ${scheme}`);
  }
  if (isPrincipal(found)) {
    const home = await homeOf(search, found);
    if (home === undefined) throw invalid(`The user at the path of the URI has no home for ${search.service}`);
    return { ...home, isHome: true };
  }
  if (namesIn(found.response, 'd:resourcetype').includes('d:collection')) return { ...found, isHome: true };
  throw invalid('The path of the URI is no collection');
}

/** Only an administrator who adds a mount makes what is missing; later it is a server that is not what it was. */
async function makeRoot(search: Search, place: Place, request: OpenMount<CaldavOptions>): Promise<Found> {
  const { dav, service, signal } = search;
  if (!request.create) {
    throw new MapistoreError('UNAVAILABLE', `The path that this mount is rooted at is not there at ${dav.where}.`, {
      backend: 'caldav',
    });
  }
  const names = namesOfHref(place.path);
  const components = service === 'caldav' ? componentsOf(request.options.kinds) : [];
  const about = { name: names.at(-1) ?? '', components };
  try {
    await makeCollection({ dav, features: { mkcalendar: true } as Features }, names, about, signal);
  } catch (error) {
    throw error instanceof Refusal ? refusalError(error, 'Cannot create the collection of the mount', 'folder') : error;
  }
  const made = await lookAt(search, pathOfNames(names, 'collection'));
  if (made === undefined) throw invalid('The server made no collection at the path of the URI');
  return made;
}

async function googleRootOf(search: Search, place: Place): Promise<RootFound> {
  const { names, isHome } = googleRoot(namesOfHref(place.path), place.user);
  const found = await lookAt(search, pathOfNames(names, 'collection'));
  if (found !== undefined) return { ...found, names, isHome };
  throw new MapistoreError(
    'UNAVAILABLE',
    `There is no such calendar at ${search.dav.where}, or it is not shared with this user.`,
    {
      backend: 'caldav',
    },
  );
}

function kindsOf(service: 'caldav' | 'carddav', google: boolean): readonly ItemKind[] {
  if (service === 'carddav') return ['contact'];
  return google ? ['event'] : ['event', 'task', 'note', 'journal'];
}

function invalid(what: string): MapistoreError {
  return new MapistoreError('CONFIG_INVALID', `${what}.`, { backend: 'caldav' });
}
