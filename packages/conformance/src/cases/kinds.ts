import { type ItemKind, MapistoreError } from '@mapistore/core';
import { check, equal, refuses } from '../assert.ts';
import type { ConformanceCase } from '../case.ts';
import type { CaseContext } from '../context.ts';
import { KINDS_OF, type Variant, variants } from '../samples/samples.ts';

/** What is special in the items of a case, and its sentence. */
const VARIANTS: Readonly<Record<Variant, string>> = {
  times: 'times in a zone, floating times and whole days are kept as such',
  series: 'a series is kept with its rule and its exceptions',
  'long-lines': 'a value of 10,000 characters is kept, however it is folded',
  'unknown-properties': 'properties and parameters that nobody knows are kept, and lists of those that all know',
  languages: 'text of any language is kept, with emoji and as it is composed',
};

/** Items of each kind that a backend holds: events, tasks, notes, journals and contacts besides mail. */
export const kindCases: readonly ConformanceCase[] = [
  {
    id: 'kinds.folder-of-a-kind',
    title: 'a folder made for a kind is listed as one that holds it',
    spec: 'kinds',
    requires: ['createFolder'],
    async run(context) {
      for (const kind of context.backend.description.kinds) {
        const made = await folderFor(context, kind);
        if (made === undefined) continue;
        const listed = (await context.folders()).find(({ key }) => key === made.key);
        check(made.kinds.includes(kind), `the folder made for "${kind}" says that it holds ${made.kinds.join(', ')}`);
        equal(listed?.kinds, made.kinds, `kinds of the folder made for "${kind}" in the listing`);
      }
    },
  },
  {
    id: 'kinds.is-kept',
    title: 'an item of each kind that a folder says it holds is kept',
    spec: 'kinds',
    requires: ['createItem'],
    async run(context) {
      for (const { kind, mediaType, folder } of await held(context)) {
        const bytes = context.sample(mediaType, kind);
        const { key } = await context.create({ mediaType, bytes, folder });
        await context.holds(key, bytes, `${kind} as ${mediaType}`, folder);
        equal((await context.entry(key, folder)).mediaType, mediaType, `media type of the ${kind}`);
      }
    },
  },
  {
    id: 'kinds.other-is-refused',
    title: 'an item of a kind that a folder does not hold is refused, and nothing is stored',
    spec: 'kinds',
    requires: ['createItem', 'createFolder'],
    async run(context) {
      for (const own of context.backend.description.kinds) {
        const folder = await folderFor(context, own);
        if (folder === undefined) continue;
        for (const mediaType of context.sampled) {
          for (const kind of KINDS_OF[mediaType] ?? []) {
            if (folder.kinds.includes(kind)) continue;
            const bytes = context.sample(mediaType, kind);
            const call = context.create({ mediaType, bytes, folder: folder.key });
            await refuses(call, ['UNSUPPORTED', 'INVALID_CONTENT'], `${kind} in a folder for ${own}`);
          }
        }
        equal(await context.keys(folder.key), [], `items of the folder for ${own}`);
      }
    },
  },
  {
    id: 'kinds.same-uid',
    title: 'a second item of the same UID is refused, or kept beside the first, which stays as it is',
    spec: 'objects',
    requires: ['createItem'],
    async run(context) {
      for (const { kind, mediaType, folder } of await held(context)) {
        if (variants(mediaType, kind, 0) === undefined) continue;
        const bytes = context.sample(mediaType, kind);
        const { key } = await context.create({ mediaType, bytes, folder });
        const second = context.revised(bytes, mediaType);
        const other = await keyOr(context, { mediaType, bytes: second, folder }, ['ALREADY_EXISTS', 'INVALID_CONTENT']);
        await context.holds(key, bytes, `the first ${kind} of a UID`, folder);
        if (other === undefined) continue;
        check(other !== key, `the second ${kind} of a UID has the key of the first`);
        await context.holds(other, second, `the second ${kind} of a UID`, folder);
      }
    },
  },
  ...(Object.keys(VARIANTS) as Variant[]).map(
    (variant): ConformanceCase => ({
      id: `kinds.${variant}`,
      title: VARIANTS[variant],
      spec: 'objects',
      requires: ['createItem'],
      async run(context) {
        for (const { kind, mediaType, folder } of await held(context)) {
          for (const bytes of variants(mediaType, kind, context.number())?.[variant] ?? []) {
            const { key } = await context.create({ mediaType, bytes, folder });
            await context.holds(key, bytes, `${kind} as ${mediaType}`, folder);
          }
        }
      },
    }),
  ),
];

/** A kind that the backend holds, as a media type of it, and a folder for it. */
interface Held {
  readonly kind: ItemKind;
  readonly mediaType: string;
  readonly folder: string;
}

async function held(context: CaseContext): Promise<readonly Held[]> {
  const all: Held[] = [];
  for (const kind of context.backend.description.kinds) {
    const mediaTypes = context.sampled.filter((type) => KINDS_OF[type]?.includes(kind) === true);
    if (mediaTypes.length === 0) continue;
    const folder = context.place.kinds.includes(kind) ? context.folder : (await folderFor(context, kind))?.key;
    if (folder !== undefined) all.push(...mediaTypes.map((mediaType) => ({ kind, mediaType, folder })));
  }
  return all;
}

/** A new folder for a kind; undefined where this backend makes none for it. */
async function folderFor(
  context: CaseContext,
  kind: ItemKind,
): Promise<Awaited<ReturnType<CaseContext['createFolder']>> | undefined> {
  if (!context.backend.description.capabilities.createFolder) return undefined;
  try {
    return await context.createFolder(undefined, undefined, kind);
  } catch (error) {
    if (MapistoreError.is(error, 'UNSUPPORTED')) return undefined;
    throw error;
  }
}

async function keyOr(
  context: CaseContext,
  wishes: Parameters<CaseContext['create']>[0],
  codes: readonly string[],
): Promise<string | undefined> {
  try {
    return (await context.create(wishes)).key;
  } catch (error) {
    if (MapistoreError.is(error) && codes.includes(error.code)) return undefined;
    throw error;
  }
}
