// The whole public surface of @mapistore/format-icalendar. Exports only.
export { icalendar } from './icalendar.ts';
