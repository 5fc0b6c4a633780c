import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../shell.ts';
import { countText, dateText, printable, sizeText } from '../text.ts';

/** `mapistore outgoing`. */
export function addOutgoing(program: Command, act: Act): void {
  program
    .command('outgoing')
    .description('list what rules want to be sent and nobody has sent yet')
    .action(
      act(async ({ out, store }) => {
        const entries = await (await store()).outgoing.list();
        await out.table(
          entries,
          [
            { title: 'id', right: true, text: ({ id }) => String(id) },
            { title: 'kind', text: ({ kind }) => kind },
            { title: 'item', text: ({ item }) => item },
            { title: 'date', text: ({ date }) => dateText(date) },
            {
              title: 'to',
              flexible: true,
              text: ({ recipients }) => printable(recipients.map(({ address }) => address).join(', ')),
            },
            { title: 'size', right: true, text: ({ body }) => sizeText(body.size ?? 0) },
          ],
          ({ body: { mediaType, size }, properties: _, ...entry }) => ({ ...entry, mediaType, size }),
        );
        if (!out.json) out.note(entries.length === 0 ? 'Nothing.' : `${countText(entries.length, 'message')}.`);
        return EXIT.ok;
      }),
    );
}
