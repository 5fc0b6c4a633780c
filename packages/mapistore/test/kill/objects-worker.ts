// A program that is killed: it saves messages one after the other, changes them, deletes them softly and restores them, and says
// what was confirmed.
import { PropertyBag } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { recipient } from '../objects/support.ts';
import { all, storeIn } from '../support.ts';

const [folder = '', first = '0'] = process.argv.slice(2);
const say = (word: string, ...rest: readonly unknown[]): boolean =>
  process.stdout.write(`${JSON.stringify([word, ...rest])}\n`);
const store = await storeIn(folder);
say('ready');
for (let number = Number(first); ; number++) {
  const message = await store.messages.create('/Inbox');
  await message.set(new PropertyBag().set(p.PidTagSubject, `message ${number}`).set(p.PidTagIconIndex, number));
  message.recipients.modify([{ rowId: 4, properties: recipient('Ann').set(p.PidTagRecipientTrackStatus, number) }]);
  const file = message.attachments.create();
  await file.set(
    new PropertyBag()
      .set(p.PidTagAttachMethod, 6)
      .set(p.PidTagAttachDataObject, new Uint8Array(300_000).fill(number % 256)),
  );
  await file.saveChanges();
  await message.saveChanges();
  say('saved', number, message.id);
  await message.set(p.PidTagComment, 'changed');
  await message.saveChanges();
  say('changed', number);
  await message[Symbol.asyncDispose]();
  if (number % 2 === 0) {
    await all(store.remove([message.id as string], { soft: true }));
    say('removed', number);
    if (number % 4 === 0) {
      await all(store.restore([message.id as string]));
      say('restored', number);
    }
  }
}
