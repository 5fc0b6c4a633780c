import { type Agenda, type AgendaRequest, agenda } from '../calendar/agenda.ts';
import { type FreeBusy, freeBusyOf } from '../calendar/free-busy.ts';
import type { Engine } from '../engine/engine.ts';
import type { StorePath } from '../mounts/paths.ts';

/** What takes place when, in folders of any backend. */
export interface Calendar {
  /**
   * Every instance of what has a time in a folder and below: series are expanded, with their exceptions.
   * @throws NOT_FOUND, INVALID_ARGUMENT, UNAVAILABLE
   */
  agenda(path: StorePath, request: AgendaRequest): Promise<Agenda>;
  /** When the appointments in a folder and below leave no time ([MS-OXOPFFB]). @throws as `agenda` */
  freeBusy(path: StorePath, request: Omit<AgendaRequest, 'limit'>): Promise<FreeBusy>;
}

/** More instances than a year of full days has. */
const FREE_BUSY_LIMIT = 100_000;

/** The calendars of a store. */
export function calendarOf(engine: Engine): Calendar {
  return {
    agenda: (path, request) => agenda(engine, path, request),
    async freeBusy(path, request) {
      const { entries, problems } = await agenda(engine, path, { ...request, limit: FREE_BUSY_LIMIT });
      return freeBusyOf(entries, { start: request.from, end: request.to }, problems);
    },
  };
}
