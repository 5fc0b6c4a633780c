import type { MessageObject, Property, PropertyBag, Store } from '@mapistore/core';
import { PropertyBag as Bag } from '@mapistore/core';
import { PidTagDisplayName, PidTagRecipientType, PidTagSmtpAddress } from '@mapistore/core/properties';

/** A row of the recipient table. */
export function recipient(name: string, type = 1): PropertyBag {
  return new Bag()
    .set(PidTagRecipientType, type)
    .set(PidTagDisplayName, name)
    .set(PidTagSmtpAddress, `${name.toLowerCase()}@example.org`);
}

/** Opens a message again, as another client would, and gives some of its properties. */
export async function reread(
  store: Store,
  id: string | undefined,
  ...properties: readonly Property[]
): Promise<readonly unknown[]> {
  await using message = await store.messages.open(id as string, { mode: 'read' });
  const results = await message.get(properties);
  return results.map((result) => ('value' in result ? result.value : result.problem.code));
}

/** Saves a message and gives its id. */
export async function saved(message: MessageObject): Promise<string> {
  await message.saveChanges();
  return message.id as string;
}
