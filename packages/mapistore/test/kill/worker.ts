// A program that is killed: it opens the store of a folder, waits for one command on stdin and runs it.
import { createInterface } from 'node:readline';
import { all, sources, storeIn } from '../support.ts';
import { killMails } from './mails.ts';

const store = await storeIn(process.argv[2] as string);
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line) as {
    readonly op: 'import' | 'move';
    readonly from: string;
    readonly to: string;
    readonly count: number;
  };
  process.stdout.write('started\n');
  if (command.op === 'import') await all(store.import(command.to, sources(killMails(command.count))));
  else {
    const ids: string[] = [];
    for await (const item of store.items.list(command.from)) ids.push(item.id);
    await all(store.move(ids, command.to));
  }
  process.stdout.write('done\n');
}
