import type { Engine } from '../engine/engine.ts';
import { columnProperties } from '../restriction/columns.ts';
import { PROPERTIES_OF_ROWS } from './columns.ts';
import { filteredSource } from './filtered-source.ts';
import { asksForAttachments, compileFor } from './folder-rows.ts';
import { type ContentsScope, IndexSource } from './index-source.ts';
import type { SourceRequest, TableModel } from './model.ts';
import type { RowSource } from './source.ts';

/** The contents table of a folder ([MS-OXCFOLD] 2.2.1.14). */
export class ContentsModel implements TableModel {
  readonly kind = 'contents';
  readonly folderId: number;
  readonly title: string;
  readonly #engine: Engine;

  constructor(engine: Engine, folderId: number, path: string) {
    this.#engine = engine;
    this.folderId = folderId;
    this.title = `the contents of ${path}`;
  }

  async source({ order, where, signal }: SourceRequest): Promise<RowSource> {
    const about: ContentsScope = { engine: this.#engine, folderId: this.folderId, order, signal };
    if (where === undefined) return new IndexSource(about, undefined);
    const { condition, remainder } = await this.#engine.state.read((tx) => compileFor(tx, this.folderId, where));
    if (remainder !== undefined || where.type === 'count') return filteredSource({ ...about, where });
    return new IndexSource(about, condition, asksForAttachments(where));
  }

  async columns(): Promise<readonly string[]> {
    return [...columnProperties().filter((name) => name.startsWith('Pid')), ...PROPERTIES_OF_ROWS];
  }
}
