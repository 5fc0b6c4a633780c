import {
  type Backend,
  type BackendDefinition,
  type BackendEnv,
  CONTRACT_VERSION,
  defineBackend,
  MapistoreError,
  type OpenMount,
  type Traits,
} from '@mapistore/core';
import { backendOf } from './backend.ts';
import { capabilitiesOf, featuresOf, traitsOf } from './capabilities.ts';
import { storageQuota } from './counts.ts';
import { endpointOf, rootNamesOf } from './endpoint.ts';
import { Refusal, refusalError } from './errors.ts';
import { type Endpoint, openClient } from './imap/client.ts';
import { Connection } from './imap/connection.ts';
import { findDelimiter, findMailbox } from './imap/list.ts';
import { encodeName, normaliseInbox, quote } from './imap/names.ts';
import { Pool } from './imap/pool.ts';
import { MAIL, type Mount, printable } from './mount.ts';
import { type ImapOptions, optionsSchema } from './options.ts';

/** How long the connection that idles may hear nothing. */
const WATCH_TIMEOUT_MS = 5 * 60_000;

/** The IMAP backend: one mailbox with those below it, or a whole account, as a mount. */
export const definition: BackendDefinition<ImapOptions> = defineBackend({
  name: 'imap',
  schemes: ['imap', 'imaps'],
  contract: CONTRACT_VERSION,
  options: optionsSchema,
  open,
});

async function open(request: OpenMount<ImapOptions>, env: BackendEnv): Promise<Backend> {
  const { uri, options, signal } = request;
  const endpoint = await endpointOf(uri, options);
  const names = rootNamesOf(uri);
  const connect = async (inner: AbortSignal, at: Endpoint = endpoint): Promise<Connection> =>
    await connectTo(at, env, inner);
  const first = await connect(signal);
  try {
    const offered = featuresOf(first);
    const delimiter = await findDelimiter(first, signal);
    const root = rootOf(names, delimiter);
    if (root !== '') await ensureRoot(first, root, request, endpoint.where);
    const features = { ...offered, quota: offered.quota && (await hasQuota(first, root, signal)) };
    const keywords = await keywordsOf(first, root === '' ? 'INBOX' : root, signal);
    const closing = new AbortController();
    const pool = new Pool({ size: options.connections, connect }, first);
    // Not compressed: what imapflow 2.10 writes into its compression is never held back, so a message would lie in memory.
    const uploads = new Pool({ size: 1, connect: (inner) => connect(inner, { ...endpoint, compress: false }) });
    const mount: Mount = {
      pool,
      uploads,
      features,
      options,
      env,
      where: endpoint.where,
      root,
      ...(delimiter !== undefined && { delimiter }),
      prefix: first.line.namespace?.prefix ?? '',
      closing: closing.signal,
      connect: async (inner) => await connect(inner, { ...endpoint, timeoutMs: WATCH_TIMEOUT_MS }),
    };
    const product = productOf(first);
    const description = {
      name: 'imap',
      ...(product !== undefined && { product }),
      kinds: ['mail'],
      accepts: [MAIL],
      capabilities: capabilitiesOf(features),
      traits: traitsOf(features, options.batchItems, keywords),
    } as const;
    return backendOf(mount, description, async () => {
      closing.abort();
      await Promise.all([pool.close(), uploads.close()]);
    });
  } catch (error) {
    first.close();
    signal.throwIfAborted();
    throw error instanceof Refusal ? refusalError(error, `Cannot open the mount at ${endpoint.where}`, 'other') : error;
  }
}

async function connectTo(endpoint: Endpoint, env: BackendEnv, signal: AbortSignal): Promise<Connection> {
  const secret = await env.secret();
  if (secret === undefined) {
    throw new MapistoreError(
      'CONFIG_INVALID',
      `The mount at ${endpoint.where} needs a password or an OAuth 2 token: name one as the secret of the mount; it does not belong in the URI.`,
      { backend: 'imap' },
    );
  }
  const connection = new Connection(await openClient(endpoint, secret, signal), endpoint.where);
  try {
    await connection.enable(signal);
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

function rootOf(names: readonly string[], delimiter: string | undefined): string {
  if (names.length > 1 && delimiter === undefined) {
    throw new MapistoreError('CONFIG_INVALID', 'This server has no folders in folders; name one mailbox in the URI.', {
      backend: 'imap',
    });
  }
  for (const name of names) {
    if (delimiter !== undefined && name.includes(delimiter)) {
      throw new MapistoreError(
        'CONFIG_INVALID',
        `"${printable(name)}" in the URI holds "${delimiter}", which separates folders on this server.`,
        {
          backend: 'imap',
        },
      );
    }
  }
  // INBOX in any case at the top level is one mailbox, also with others below it.
  const [top, ...below] = names.map(encodeName);
  return top === undefined ? '' : [normaliseInbox(top), ...below].join(delimiter);
}

async function ensureRoot(
  connection: Connection,
  root: string,
  request: OpenMount<ImapOptions>,
  where: string,
): Promise<void> {
  const { signal } = request;
  if ((await findMailbox(connection, root, signal)) !== undefined) return;
  if (!request.create) {
    throw new MapistoreError(
      'UNAVAILABLE',
      `The mailbox "${printable(root)}" that this mount is rooted at is not there at ${where}.`,
      {
        backend: 'imap',
      },
    );
  }
  try {
    await connection.run('CREATE', quote(root), { signal });
  } catch (error) {
    throw error instanceof Refusal
      ? refusalError(error, `Cannot create the mailbox "${printable(root)}"`, 'folder')
      : error;
  }
}

async function hasQuota(connection: Connection, root: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await storageQuota(connection, root, signal)) !== undefined;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** What a mailbox says of keywords; one that cannot be opened says nothing. */
async function keywordsOf(connection: Connection, path: string, signal: AbortSignal): Promise<Traits['keywords']> {
  try {
    const { permanentFlags } = await connection.select(path, signal, 'select');
    if (permanentFlags === undefined || permanentFlags.has('\\*')) return 'any';
    return [...permanentFlags].some((flag) => !flag.startsWith('\\')) ? 'some' : 'none';
  } catch (error) {
    if (error instanceof Refusal) return 'some';
    throw error;
  }
}

/** What the server said to ID (RFC 2971). */
function productOf(connection: Connection): string | undefined {
  const { name, version } = connection.line.serverInfo ?? {};
  if (typeof name !== 'string' || name === '') return undefined;
  return printable(typeof version === 'string' && version !== '' ? `${name} ${version}` : name);
}
