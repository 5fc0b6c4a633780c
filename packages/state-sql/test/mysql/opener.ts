// A program that is killed while it opens a state: in the middle of making or changing its tables.
import { openMysqlState } from '../../src/mysql/index.ts';

const [uri = '', password = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
const state = await openMysqlState({ uri, password });
process.stdout.write('opened\n');
await state[Symbol.asyncDispose]();
