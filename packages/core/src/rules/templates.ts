import { randomUUID } from 'node:crypto';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import { guidBytes } from '../identity/mapi-ids.ts';
import type { StorePath } from '../mounts/paths.ts';
import { PropertyBag } from '../properties/bag.ts';
import { tagged } from '../properties/lookup.ts';
import { decodeTemplate, encodeTemplate, type TemplateItem } from './bags.ts';

/** Reply templates ([MS-OXORULE] 2.2.9.2): messages of a folder that no list shows. */
export interface Templates {
  /**
   * Keeps a template, or replaces the one of that GUID. Gives its GUID: the one that PidTagReplyTemplateId says, or a new one.
   * @throws NOT_FOUND (the folder)
   */
  put(path: StorePath, template: TemplateItem): Promise<string>;
  /** @throws NOT_FOUND */
  get(guid: string): Promise<TemplateItem>;
  /** GUIDs of those of a folder. @throws NOT_FOUND */
  list(path: StorePath): Promise<readonly string[]>;
  remove(guid: string): Promise<void>;
}

/** The templates of a store. */
export function templatesOf({ state }: Engine): Templates {
  return {
    async put(path, { properties, recipients }) {
      const given = properties.get('PidTagReplyTemplateId');
      const guid = given instanceof Uint8Array && given.byteLength === 16 ? guidText(given) : randomUUID();
      const whole = PropertyBag.of(properties).set(tagged('PidTagReplyTemplateId'), guidBytes(guid));
      await state.write(async (tx) => {
        const { folderId } = (await Tree.read(tx)).need(path);
        await tx.rules.putTemplate({ guid, folderId, item: encodeTemplate({ properties: whole, recipients }) });
      });
      return guid;
    },
    async get(guid) {
      const row = await state.read((tx) => tx.rules.template(guid));
      if (row === undefined) throw new MapistoreError('NOT_FOUND', `There is no template ${guid}.`);
      return decodeTemplate(row.item);
    },
    list: (path) =>
      state.read(async (tx) =>
        (await tx.rules.templates((await Tree.read(tx)).need(path).folderId)).map(({ guid }) => guid),
      ),
    remove: (guid) => state.write((tx) => tx.rules.deleteTemplate(guid)),
  };
}

/** The reverse of `guidBytes`. */
function guidText(bytes: Uint8Array): string {
  const hex = (from: number, to: number, swap: boolean): string => {
    const part = Buffer.from(bytes.slice(from, to));
    return (swap ? part.reverse() : part).toString('hex');
  };
  return [hex(0, 4, true), hex(4, 6, true), hex(6, 8, true), hex(8, 10, false), hex(10, 16, false)].join('-');
}
