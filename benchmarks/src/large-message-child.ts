import { largeStep } from './large-message.ts';

const [, , folder, step, port] = process.argv;
process.stdout.write(JSON.stringify(await largeStep(folder as string, step as string, Number(port))));
