import type { Engine } from '../engine/engine.ts';
import { columnProperties } from '../restriction/columns.ts';
import { follow } from '../searches/follow.ts';
import { PROPERTIES_OF_ROWS } from './columns.ts';
import { filteredSource } from './filtered-source.ts';
import { asksForAttachments, compileFor } from './folder-rows.ts';
import { type ContentsScope, IndexSource } from './index-source.ts';
import type { SourceRequest, TableModel } from './model.ts';
import type { RowSource } from './source.ts';

/** The folder of a contents table. */
export interface ContentsFolder {
  readonly folderId: number;
  readonly path: string;
  /** It is a search folder. */
  readonly found: boolean;
}

/** The contents table of a folder ([MS-OXCFOLD] 2.2.1.14). */
export class ContentsModel implements TableModel {
  readonly kind = 'contents';
  readonly folder: ContentsFolder;
  readonly title: string;
  readonly #engine: Engine;

  constructor(engine: Engine, folder: ContentsFolder) {
    this.#engine = engine;
    this.folder = folder;
    this.title = `the contents of ${folder.path}`;
  }

  /** A search folder takes in what happened since. @throws BUSY */
  async refresh(signal: AbortSignal): Promise<void> {
    if (this.folder.found) await follow(this.#engine, this.folder.folderId, signal);
  }

  async source({ order, where, signal }: SourceRequest): Promise<RowSource> {
    const about: ContentsScope = { engine: this.#engine, ...this.folder, order, signal };
    if (where === undefined) return new IndexSource(about, undefined);
    const { condition, remainder } = await this.#engine.state.read((tx) => compileFor(tx, about, where));
    if (remainder !== undefined || where.type === 'count') return filteredSource({ ...about, where });
    return new IndexSource(about, condition, asksForAttachments(where));
  }

  async columns(): Promise<readonly string[]> {
    return [...columnProperties().filter((name) => name.startsWith('Pid')), ...PROPERTIES_OF_ROWS];
  }
}
