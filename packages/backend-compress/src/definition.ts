import { fileURLToPath } from 'node:url';
import {
  type Backend,
  type BackendDefinition,
  type BackendEnv,
  CONTRACT_VERSION,
  defineBackend,
  type OpenMount,
} from '@mapistore/core';
import { Archive } from './archive/index.ts';
import { WRITE_PACKING } from './archive/options.ts';
import { backendOf } from './backend.ts';
import { failure } from './errors.ts';
import { type ArchiveMountOptions, optionsSchema } from './options.ts';

/** Keeps a store in a compressed archive: `archive:///srv/archive`. */
export const definition: BackendDefinition<ArchiveMountOptions> = defineBackend({
  name: 'archive',
  schemes: ['archive'],
  contract: CONTRACT_VERSION,
  options: optionsSchema,
  open,
});

async function open(request: OpenMount<ArchiveMountOptions>, env: BackendEnv): Promise<Backend> {
  const { uri, options, create, signal } = request;
  signal.throwIfAborted();
  const folder = archiveFolder(uri);
  const secret = await env.secret();
  if (secret !== undefined && secret.kind !== 'password')
    throw failure('CONFIG_INVALID', 'An archive wants a passphrase and no token; name another secret of the mount.');
  const { blockBytes, level, segmentBytes, indexFrom, lockWaitMs } = options;
  const archive = await Archive.open({
    folder,
    create,
    ...(secret !== undefined && { secret: secret.password }),
    packing: { ...WRITE_PACKING, blockBytes, level },
    segmentBytes,
    indexFrom,
    lockWaitMs,
  });
  return backendOf({ archive, options, env });
}

/** The folder that a URI names. @throws CONFIG_INVALID */
function archiveFolder(uri: URL): string {
  try {
    if (uri.protocol === 'archive:' && uri.host === '' && uri.pathname.startsWith('/'))
      return fileURLToPath(`file://${uri.pathname}`);
  } catch {
    // Said below.
  }
  throw failure(
    'CONFIG_INVALID',
    `Cannot open ${uri.protocol}${uri.pathname}: write it as archive:///folder, on this machine.`,
  );
}
