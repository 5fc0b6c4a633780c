import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { ItemRow } from '../state/rows.ts';
import type { Target } from './place.ts';

/** What people call items of a kind. */
const WORDS: Readonly<Record<string, string>> = {
  mail: 'mails',
  event: 'events',
  task: 'tasks',
  note: 'notes',
  contact: 'contacts',
  journal: 'journal entries',
};

/**
 * Why a folder cannot hold an item, known before anything is sent: its backend takes no such media type, or the folder no
 * such kind (a calendar for events only). Undefined where it can.
 */
export function misfit(
  engine: Engine,
  target: Pick<Target, 'folder' | 'backend' | 'path'>,
  { mediaType, kind }: Pick<ItemRow, 'mediaType' | 'kind'>,
): MapistoreError | undefined {
  const { accepts } = target.backend.description;
  if (!accepts.includes(mediaType))
    return new MapistoreError(
      'UNSUPPORTED',
      `${target.path} takes no ${mediaType}, only ${accepts.join(', ')}; choose another folder.`,
    );
  const kinds = target.folder.kinds === '' ? [] : target.folder.kinds.split(',');
  // Of an item that no format looks into the kind is a guess: let the backend decide.
  if (kinds.length === 0 || kinds.includes(kind) || engine.formats.get(mediaType) === undefined) return undefined;
  return new MapistoreError(
    'UNSUPPORTED',
    `${target.path} takes no ${wordOf(kind)}, only ${kinds.map(wordOf).join(', ')}; choose another folder.`,
  );
}

function wordOf(kind: string): string {
  return WORDS[kind] ?? kind;
}
