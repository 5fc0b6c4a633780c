import { sameObject } from '@mapistore/conformance';
import { type Cyrus, startCyrus } from '@mapistore/services';
import { afterAll, beforeAll } from 'vitest';
import { conformanceOf } from './harness.ts';
import { trimmed } from './support.ts';

let cyrus: Cyrus;
beforeAll(async () => {
  cyrus = await startCyrus();
});
afterAll(() => cyrus.stop());

// Cyrus takes white space off the ends of values, and leaves out what then is empty.
conformanceOf(
  'Cyrus',
  () => cyrus.url,
  (given, stored) => sameObject(trimmed(given), trimmed(stored)),
);
