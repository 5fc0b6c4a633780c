import { PropertyBag } from '../properties/bag.ts';
import { propertyByName } from '../properties/lookup.ts';
import type { PropertyType } from '../properties/types.ts';
import type { StateTx } from '../state/store.ts';
import { decodeValue } from '../state/values.ts';

/** The store itself has its properties where folders have theirs; no folder has this number. */
export const STORE_ITSELF = 0;

/** What was set of a folder, or of the store. */
export async function readFolderProperties(tx: StateTx, number: number): Promise<PropertyBag> {
  const bag = new PropertyBag();
  for (const { property: name, type, value } of await tx.folderProperties.ofFolder(number)) {
    const property = propertyByName(name, type as PropertyType);
    if (property !== undefined) bag.set(property, decodeValue(value));
  }
  return bag;
}
