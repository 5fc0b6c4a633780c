import { bytesSource, collect } from '@mapistore/core';
import { startDovecot } from '@mapistore/services';
import { type Benchmark, bareClient, drain, inFolder, openBenchStore, type Row, say, seconds, timed } from './bench.ts';
import { generatedMails } from './corpus.ts';

const COUNT = Number(process.env['MAPISTORE_BENCH_COUNT'] ?? 10_000);

function* sources() {
  let index = 0;
  for (const mail of generatedMails(COUNT)) yield { label: String(index++), body: bytesSource(mail, 'message/rfc822') };
}

/** Append and full read of many messages, through the Store and with the bare client, on the same server. */
export function imapAppendFetch(format: 'mdbox' | 'maildir', fsync: 'optimized' | 'never'): Benchmark {
  const server = `${format}, fsync ${fsync}`;
  return {
    name: `imap-append-fetch-${format}${fsync === 'never' ? '-unsynced' : ''}`,
    run: () =>
      inFolder(async (folder) => {
        const dovecot = await startDovecot({ format, fsync });
        const store = await openBenchStore(folder);
        const client = await bareClient(dovecot.imap);
        try {
          await store.mounts.add({
            path: '/Mail',
            uri: `imap://alice@127.0.0.1:${dovecot.imap}/Ours`,
            secretRef: 'env:IMAP_PASSWORD',
          });
          await client.mailboxCreate('Bare');
          say(`  ${COUNT} messages into Dovecot (${server}), through the Store …`);
          const ourAppend = await timed(() => drain(store.import('/Mail', sources())));
          const ourRead = await timed(async () => {
            let read = 0;
            for await (const { body } of store.items.openAll('/Mail'))
              read += (await collect(body)).byteLength > 0 ? 1 : 0;
            if (read !== COUNT) throw new Error(`read ${read} of ${COUNT}`);
          });
          say(`  … ${seconds(ourAppend)} and ${seconds(ourRead)}; with bare imapflow …`);
          const bareAppend = await timed(async () => {
            for (const mail of generatedMails(COUNT)) await client.append('Bare', mail);
          });
          const bareRead = await timed(async () => {
            const lock = await client.getMailboxLock('Bare');
            let read = 0;
            for await (const message of client.fetch('1:*', { source: true }))
              read += message.source === undefined ? 0 : 1;
            lock.release();
            if (read !== COUNT) throw new Error(`read ${read} of ${COUNT}`);
          });
          say(`  … ${seconds(bareAppend)} and ${seconds(bareRead)}`);
          return rows(server, { ourAppend, ourRead, bareAppend, bareRead });
        } finally {
          client.close();
          await store[Symbol.asyncDispose]();
          await dovecot.stop();
        }
      }),
  };
}

interface Times {
  readonly ourAppend: number;
  readonly ourRead: number;
  readonly bareAppend: number;
  readonly bareRead: number;
}

function rows(server: string, { ourAppend, ourRead, bareAppend, bareRead }: Times): readonly Row[] {
  const whole = ourAppend + ourRead;
  const bare = bareAppend + bareRead;
  return [
    {
      name: `append ${COUNT}, ${server}`,
      ours: seconds(ourAppend),
      beside: `imapflow ${seconds(bareAppend)}`,
      ratio: bareAppend / ourAppend,
      promise: 'at least 4 × as fast',
      kept: bareAppend / ourAppend >= 4,
    },
    {
      name: `read all ${COUNT}, ${server}`,
      ours: seconds(ourRead),
      beside: `imapflow ${seconds(bareRead)}`,
      ratio: bareRead / ourRead,
      promise: '(part of the next)',
      kept: true,
    },
    {
      name: `append and read ${COUNT}, ${server}`,
      ours: seconds(whole),
      beside: `imapflow ${seconds(bare)}`,
      ratio: bare / whole,
      promise: 'no more time',
      kept: whole <= bare,
    },
  ];
}
