import type { Engine } from '../engine/engine.ts';
import { guidBytes } from '../identity/mapi-ids.ts';
import { PropertyBag, type PropertyEntry } from '../properties/bag.ts';
import * as tags from '../properties/tags.ts';
import type { Property } from '../properties/types.ts';
import { encodeValue } from '../state/values.ts';
import { COMPUTED_OF_MAILBOX } from './computed-names.ts';
import { readFolderProperties, STORE_ITSELF } from './folder-properties.ts';
import { type PropertyProblem, problem } from './problems.ts';
import { PropertyObject } from './property-object.ts';

/**
 * The store as a whole, as a Logon object shows it ([MS-OXCSTOR] 2.2.2): sizes and counts over all folders, and properties that
 * are stored at once, such as a comment or whether its owner is out of office.
 */
export class MailboxObject extends PropertyObject {
  override readonly kind = 'mailbox';
  override readonly isWritable = true;
  readonly #engine: Engine;

  constructor(engine: Engine) {
    super();
    this.#engine = engine;
  }

  protected override stored(): Promise<PropertyBag> {
    return this.#engine.state.read((tx) => readFolderProperties(tx, STORE_ITSELF));
  }

  protected override async derived(): Promise<PropertyBag> {
    return new PropertyBag();
  }

  protected override async computed(): Promise<PropertyBag> {
    return this.#engine.state.read(async (tx) => {
      let [items, bytes] = [0, 0];
      for (const { folderId } of await tx.folders.all()) {
        const count = await tx.contents.count(folderId);
        items += count.items;
        bytes += count.bytes;
      }
      return new PropertyBag()
        .set(tags.PidTagContentCount, items)
        .set(tags.PidTagMessageSize, Math.min(bytes, 0x7fff_ffff))
        .set(tags.PidTagMessageSizeExtended, BigInt(bytes))
        .set(tags.PidTagStoreRecordKey, guidBytes(this.#engine.replicas.store))
        .set(tags.PidTagRecordKey, guidBytes(this.#engine.replicas.store))
        .set(tags.PidTagStoreState, 0);
    });
  }

  protected override refusal(property: Property): PropertyProblem | undefined {
    return COMPUTED_OF_MAILBOX.has(property.name) ? problem(property, 'COMPUTED') : undefined;
  }

  protected override async assign(entries: readonly PropertyEntry[]): Promise<void> {
    const rows = entries.map(({ property: { name, type }, value }) => ({
      folderId: STORE_ITSELF,
      property: name,
      type,
      value: encodeValue(value),
    }));
    await this.#engine.state.write((tx) => tx.folderProperties.put(rows));
  }

  protected override async unassign(names: readonly string[]): Promise<void> {
    await this.#engine.state.write((tx) => tx.folderProperties.delete(STORE_ITSELF, names));
  }
}
