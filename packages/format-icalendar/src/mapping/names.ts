import { type NamedProperty, stringNamed } from '@mapistore/core';

/** PidNameKeywords, the categories. */
export const KEYWORDS: NamedProperty = stringNamed('PS_PUBLIC_STRINGS', 'Keywords', 'PtypMultipleString');

// Names of the calendar schema that Exchange knows.
export const UID: NamedProperty = stringNamed('PS_PUBLIC_STRINGS', 'urn:schemas:calendar:uid');
export const URL: NamedProperty = stringNamed('PS_PUBLIC_STRINGS', 'urn:schemas:calendar:descriptionurl');
export const LATITUDE: NamedProperty = stringNamed(
  'PS_PUBLIC_STRINGS',
  'urn:schemas:calendar:geolatitude',
  'PtypFloating64',
);
export const LONGITUDE: NamedProperty = stringNamed(
  'PS_PUBLIC_STRINGS',
  'urn:schemas:calendar:geolongitude',
  'PtypFloating64',
);

/** RANGE of RECURRENCE-ID, in an exception. */
export const RANGE: NamedProperty = stringNamed('PS_PUBLIC_STRINGS', 'urn:schemas:calendar:recurrenceidrange');

/** Whether the times of an item are those of whoever looks at it (RFC 5545 s.3.3.5, form 1). Ours. */
export const FLOATING: NamedProperty = stringNamed(
  'PS_PUBLIC_STRINGS',
  'urn:mapistore:calendar:floating',
  'PtypBoolean',
);
/** Lines of RRULE, RDATE, EXRULE and EXDATE of a series that MAPI cannot say, unfolded. Ours. */
export const RECURRENCE: NamedProperty = stringNamed(
  'PS_PUBLIC_STRINGS',
  'urn:mapistore:calendar:recurrence',
  'PtypMultipleString',
);
