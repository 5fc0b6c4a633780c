// A program that is killed: it opens the store of a folder, waits for one number on stdin and delivers the mails of that round.
import { createInterface } from 'node:readline';
import { all, storeIn } from '../support.ts';
import { roundOf } from './deliveries.ts';

const store = await storeIn(process.argv[2] as string);
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  await all(store.deliver('/Inbox', roundOf(Number(line))));
  process.stdout.write('done\n');
}
