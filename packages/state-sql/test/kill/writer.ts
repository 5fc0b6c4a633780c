// A program that is killed: it moves an amount between two counters and writes an item and its journal, for ever.
import { openSqliteState } from '../../src/index.ts';
import { row } from '../support.ts';

const state = await openSqliteState({ file: process.argv[2] as string });
process.stdout.write('ready\n');
for (;;) {
  await state.write(async (tx) => {
    const id = await tx.take('id', 1);
    const cn = await tx.take('cn', 1);
    await tx.contents.insert([row(id, {}, { cn, createdCn: cn })]);
    await tx.journal.append([{ cn, folderId: 1, itemId: id, mid: id, change: 'created', otherFolderId: null, at: 0 }]);
    await tx.meta.set('items', String(id));
  });
}
