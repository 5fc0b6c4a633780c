// A program that stores mails one by one, as another process: folder, number of the first, how many, index from.
import { Archive } from '../src/archive/index.ts';

const [folder = '', ...numbers] = process.argv.slice(2);
const [from = 0, count = 0, indexFrom = 0] = numbers.map(Number);
const { signal } = new AbortController();
try {
  const archive = await Archive.open({ folder, indexFrom, lockWaitMs: count === 1 ? 300 : 15_000 });
  for (let n = from; n < from + count; n++)
    await archive.write(signal, async (transaction) => {
      const content = await transaction.addBytes(Buffer.from(`Subject: ${n}\r\n\r\nText ${n}\r\n`), 'message/rfc822');
      transaction.putItem({ item: transaction.takeId(), folder: 0, content, flags: [], received: 0 });
    });
  await archive[Symbol.asyncDispose]();
} catch (error) {
  process.stdout.write(`${(error as { code?: string }).code}\n`);
  process.exitCode = 1;
}
