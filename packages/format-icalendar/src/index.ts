// The whole public surface of @mapistore/format-icalendar. Exports only.
export {};
