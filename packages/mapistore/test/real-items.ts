import { bytesSource, type ImportSource, type Store } from '@mapistore/core';
import { corpusMails, corpusSources, digest } from './corpus.ts';
import { corpusFiles, objectSources } from './corpus-objects.ts';
import { cat } from './support.ts';

/** Of a stream with hundreds of objects the first ones, unless all are asked for. */
const MOST = process.env['MAPISTORE_TEST_FULL'] === undefined ? 5 : Number.POSITIVE_INFINITY;

/** Real mails, calendars and contacts, and two notes: as sources of an import, and what came in is compared with. */
export class RealItems {
  readonly sources: readonly ImportSource[];
  readonly #digests: readonly string[];

  private constructor(sources: readonly ImportSource[], digests: readonly string[]) {
    this.sources = sources;
    this.#digests = digests;
  }

  static async read(): Promise<RealItems> {
    const mails = await corpusMails();
    const objects = [...(await corpusFiles('ics', MOST)), ...(await corpusFiles('vcf', MOST))].flatMap(
      (file) => file.objects,
    );
    const notes = ['# Shopping\n\n- tea\n', '---\ntitle: Plan\ncolor: green\n---\n\nGrüße 🗂\r\n'].map((text) =>
      Buffer.from(text),
    );
    const sources = [
      ...corpusSources(mails),
      ...objectSources(objects),
      ...notes.map((bytes, index) => ({ label: `note ${index}`, body: bytesSource(bytes, 'text/markdown') })),
    ];
    return new RealItems(sources, [...mails, ...objects].map(({ sha256 }) => sha256).concat(notes.map(digest)));
  }

  /** Those whose bytes are not what was imported; `ids` in the order of the sources. */
  async wrong(store: Store, ids: readonly string[]): Promise<readonly string[]> {
    const names: string[] = [];
    for (const [index, id] of ids.entries())
      if (digest(await cat(store, id)) !== this.#digests[index]) names.push(this.sources[index]?.label ?? id);
    return names;
  }
}
