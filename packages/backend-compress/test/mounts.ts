import { pathToFileURL } from 'node:url';
import type { Backend } from '@mapistore/core';
import { definition } from '../src/index.ts';

/** What a test says of a mount. */
interface Opening {
  readonly folder: string;
  /** Of the URI, such as `level=1`. */
  readonly query?: string;
  readonly create?: boolean;
  readonly secret?: string;
}

/** Opens a mount as core would. */
export async function openMount({ folder, query = '', create = true, secret }: Opening): Promise<Backend> {
  const uri = new URL(pathToFileURL(folder).href.replace(/^file:/, 'archive:'));
  uri.search = query;
  const checked = await definition.options['~standard'].validate(Object.fromEntries(uri.searchParams));
  if (checked.issues) throw new Error(checked.issues[0]?.message);
  return definition.open(
    { uri, options: checked.value, create, signal: new AbortController().signal },
    {
      secret: async () => (secret === undefined ? undefined : { kind: 'password', password: secret }),
      log: { debug() {}, info() {}, warn() {} },
      clock: () => new Date(),
    },
  );
}
