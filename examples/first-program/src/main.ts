import { bytesSource, openMapistore } from 'mapistore';

const mounts = { '/Inbox': 'file:inbox', '/Archive': 'file:archive' };
const store = await openMapistore({ folder: 'my-store', mounts });

const mail = Buffer.from('From: Ada <ada@example.org>\r\nSubject: It works\r\n\r\nHello!\r\n');
const source = { label: 'first mail', body: bytesSource(mail, 'message/rfc822') };
for await (const { outcome, id } of store.import('/Inbox', [source])) console.log(outcome, id);

const { items } = await store.items.page('/Inbox');
const ids = items.map(({ id }) => id);
for await (const { outcome, id } of store.move(ids, '/Archive')) console.log(outcome, id);
for await (const { id, subject, from } of store.items.list('/Archive')) console.log(id, from.name, subject);

await store[Symbol.asyncDispose]();
