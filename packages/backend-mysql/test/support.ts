import type { Backend, Logger } from '@mapistore/core';
import type { Mariadb } from '@mapistore/services';
import { definition } from '../src/index.ts';

/** What a test says of a mount. */
interface Opening {
  readonly server: Pick<Mariadb, 'url'>;
  /** Of the URI, such as `account=bob&prefix=two_`. */
  readonly query?: string;
  readonly user?: string;
  readonly password?: string;
  readonly create?: boolean;
  readonly log?: Partial<Logger>;
}

const quiet: Logger = { debug() {}, info() {}, warn() {} };

/** Opens a mount as core would. */
export async function openMount(opening: Opening): Promise<Backend> {
  const { server, query = '', user, password = 'secret', create = true, log } = opening;
  const uri = new URL(server.url);
  if (user !== undefined) uri.username = user;
  uri.search = query;
  const checked = await definition.options['~standard'].validate(Object.fromEntries(uri.searchParams));
  if (checked.issues) throw new Error(checked.issues[0]?.message);
  const { signal } = new AbortController();
  return definition.open(
    { uri, options: checked.value, create, signal },
    { secret: async () => ({ kind: 'password', password }), log: { ...quiet, ...log }, clock: () => new Date() },
  );
}
