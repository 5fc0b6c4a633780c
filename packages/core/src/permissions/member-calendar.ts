import type { AgendaEntry, AgendaRequest } from '../calendar/agenda.ts';
import { freeBusyOf } from '../calendar/free-busy.ts';
import type { Engine } from '../engine/engine.ts';
import type { ContentsRow, FolderRow } from '../state/rows.ts';
import type { Calendar } from '../store/calendar.ts';
import { parseItemId } from '../store/ids.ts';
import type { Access } from './access.ts';
import { closed } from './closed.ts';
import { rowsOf } from './member-items.ts';
import type { Right } from './rights.ts';

const MOST = 10_000;
/** Before what they do not see is taken out. */
const ALL = 100_000;

/**
 * Calendars as somebody sees them. With free-busy-detailed they get what takes place, without it only when; the private
 * appointments of others are told as busy time without words.
 */
export function memberCalendar(engine: Engine, inner: Calendar, read: () => Promise<Access>): Calendar {
  const told = async (path: string, request: AgendaRequest, right: Right) => {
    const access = await read();
    access.need(path, right);
    const agenda = await inner.agenda(path, { ...request, limit: ALL });
    const rows = await rowsOf(engine, agenda.entries);
    const entries = agenda.entries.flatMap((entry) => {
      const row = rows.get(parseItemId(entry.id));
      const folder = row === undefined ? undefined : access.tree.get(row.folderId);
      return row === undefined || folder === undefined ? [] : tell(access, { entry, row, folder, right });
    });
    // A problem names its item: who does not see the item is not told.
    const ids = agenda.problems.flatMap((problem) => /^m\d+/u.exec(problem)?.[0] ?? []);
    const seenIds = [
      ...(
        await rowsOf(
          engine,
          ids.map((id) => ({ id })),
        )
      ).values(),
    ]
      .filter((row) => access.sees(row))
      .map(({ itemId }) => `m${itemId}`);
    const problems = agenda.problems.filter((problem) => {
      const [id] = /^m\d+/u.exec(problem) ?? [];
      return id === undefined || seenIds.includes(id);
    });
    return { entries, problems };
  };
  return closed<Calendar>(
    inner,
    {
      async agenda(path, request) {
        const limit = request.limit ?? MOST;
        const { entries, problems } = await told(path, request, 'freeBusyDetailed');
        const more = `There are more than ${limit} instances; ask for a shorter time.`;
        return {
          entries: entries.slice(0, limit),
          problems: entries.length > limit ? [...problems, more] : problems,
        };
      },
      async freeBusy(path, request) {
        const { entries, problems } = await told(path, request, 'freeBusySimple');
        return freeBusyOf(entries, { start: request.from, end: request.to }, problems);
      },
    },
    'calendar',
  );
}

interface Told {
  readonly entry: AgendaEntry;
  readonly row: ContentsRow;
  readonly folder: FolderRow;
  readonly right: Right;
}

function tell(access: Access, { entry, row, folder, right }: Told): readonly AgendaEntry[] {
  if (access.sees(row)) return [entry];
  if (!access.may(folder, right)) return [];
  // Of an appointment that they may not read, no word but its time; of one that is not private the details, where allowed.
  const isPrivate = row.sensitivity !== 0;
  return [right === 'freeBusyDetailed' && !isPrivate ? entry : { ...entry, subject: '', location: '' }];
}
