import { measure } from './open-folder.ts';

process.stdout.write(JSON.stringify(await measure(process.argv[2] as string)));
