// A program that is killed: it imports, moves, flags, removes and synchronises in a store that others work on too, and
// says a line after each item that the store confirmed.
import { MapistoreError, type Store } from '@mapistore/core';
import { openMysqlState } from '@mapistore/state-sql/mysql';
import { all, mail, sources, storeOn } from '../support.ts';
import { random } from './random.ts';

const [uri = '', password = '', name = '', seed = ''] = process.argv.slice(2);
const FOLDERS = ['/A', '/B', '/C'];
const next = random(Number(seed));
const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
const say = (...words: readonly string[]): void => void process.stdout.write(`${words.join(' ')}\n`);

const store = await storeOn(await openMysqlState({ uri, password }));
say('ready');
for (let round = 0; ; round++) {
  try {
    await work(store, round);
  } catch (error) {
    // What others do at the same time may be in the way; nothing else may.
    const known = MapistoreError.is(error) && ['BUSY', 'NOT_FOUND', 'CONFLICT'].includes(error.code);
    if (!known) say('failed', String((error as Error).stack).replaceAll('\n', ' '));
  }
}

async function work(store: Store, round: number): Promise<void> {
  const dice = next();
  const folder = pick(FOLDERS);
  if (dice < 0.4) {
    const names = Array.from({ length: 1 + Math.floor(next() * 5) }, (_, index) => `${name}-${round}-${index}`);
    const mails = names.map((each) => mail(each, 'x\r\n'.repeat(1 + Math.floor(next() * 200))));
    for await (const { label, outcome, error } of store.import(folder, sources(mails))) {
      if (outcome === 'imported') say('imported', names[Number(label.split(' ')[1])] as string);
      else say('failed', 'import', outcome, error?.message ?? '');
    }
    return;
  }
  if (dice > 0.9) {
    await all(store.sync(next() < 0.5 ? folder : undefined));
    return;
  }
  const items = await all(store.items.list(folder, { sort: 'id' }));
  const chosen = items.filter(() => next() < 4 / Math.max(4, items.length));
  const ids = chosen.map(({ id }) => id);
  if (dice < 0.75) for await (const { id, outcome } of store.move(ids, pick(FOLDERS))) say(outcome, id);
  else if (dice < 0.85) await store.items.setFlags(ids, next() < 0.5 ? { add: ['$seen'] } : { remove: ['$seen'] });
  else {
    const one = chosen[0];
    if (one === undefined) return;
    say('removing', one.subject);
    for await (const { outcome } of store.remove([one.id])) if (outcome === 'removed') say('removed', one.subject);
  }
}
