import { type Radicale, startRadicale } from '@mapistore/services';
import { afterAll, beforeAll } from 'vitest';
import { conformanceOf } from './harness.ts';

let radicale: Radicale;
beforeAll(async () => {
  radicale = await startRadicale();
});
afterAll(() => radicale.stop());

conformanceOf('Radicale', () => radicale.url);
