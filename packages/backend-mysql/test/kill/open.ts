/** Opens a mount, so that somebody can kill it meanwhile: `open.ts URL PREFIX`. */
import { openMount } from '../support.ts';

const [url = '', prefix = ''] = process.argv.slice(2);
process.stdout.write('begins\n');
await openMount({ server: { url }, query: `prefix=${prefix}` });
