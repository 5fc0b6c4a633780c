/**
 * Servers for a person to try things on. Standard output is one JSON object on one line; all else goes to stderr.
 *
 *     npm run -s services -- up dovecot | down [dovecot] | status
 */
import { type Answer, down, status, up } from './commands.ts';
import { services } from './registry.ts';
import { stateFolder } from './state.ts';

const known = Object.keys(services).join(' ');
const usage = `usage: npm run -s services -- up NAME…      start (known: ${known})
       npm run -s services -- down [NAME…]  stop and remove the data; without a name, all
       npm run -s services -- status        what runs`;

const say = (line: string): void => console.error(`services: ${line}`);
const folder = process.env['MAPISTORE_SERVICES_STATE'] ?? stateFolder;

async function answer([command, ...names]: readonly string[]): Promise<Answer | undefined> {
  if (command === 'up' && names.length > 0) return up(folder, names, say);
  if (command === 'down') return down(folder, names, say);
  if (command === 'status' && names.length === 0) return status(folder);
  return undefined;
}

try {
  const said = await answer(process.argv.slice(2));
  if (said === undefined) {
    console.error(usage);
    process.exitCode = 2;
  } else {
    console.log(JSON.stringify(said));
  }
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
