import type { SystemPackage } from './system-packages.ts';

/** Other programs' readers of calendars, whose answers tests compare with ours: libical, and icalendar for Python. */
export const calendarReaders: readonly SystemPackage[] = [
  // Debian keeps this file of every package, also where it leaves out documentation.
  { name: 'gir1.2-ical-3.0', file: '/usr/share/doc/gir1.2-ical-3.0/copyright' },
  { name: 'python3-gi', file: '/usr/lib/python3/dist-packages/gi/__init__.py' },
  { name: 'python3-icalendar', file: '/usr/lib/python3/dist-packages/icalendar/__init__.py' },
  { name: 'python3-recurring-ical-events', file: '/usr/lib/python3/dist-packages/recurring_ical_events.py' },
];
