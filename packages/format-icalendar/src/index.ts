// The whole public surface of @mapistore/format-icalendar. Exports only.
export { icalendar } from './icalendar.ts';
export { joinCalendar } from './stream/join.ts';
export { type SplitObject, splitCalendar } from './stream/split.ts';
