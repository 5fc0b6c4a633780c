import { bytesSource } from '../bytes/sources.ts';
import type { BodySource } from '../contract/body.ts';
import { MapistoreError } from '../errors/error.ts';
import { PropertyBag, type PropertyEntry } from '../properties/bag.ts';
import { sameTag } from '../properties/lookup.ts';
import type { Property, PropertyType, PropertyValue, ValueOf } from '../properties/types.ts';
import { fits, isMultiple, singleType } from '../properties/values.ts';
import { isWanted, type NamedPropertyQuery } from '../store/named-properties.ts';
import { type PropertyProblem, type PropertyResult, problem } from './problems.ts';
import type { Spill } from './spill.ts';
import { PropertyStream, type StreamMode } from './stream.ts';

/** How much of a value a call wants. */
export interface GetRequest {
  /** Values of more bytes are a NOT_ENOUGH_MEMORY problem ([MS-OXCPRPT] 2.2.2.1); default 1 MiB for contents of attachments, else none. */
  readonly sizeLimit?: number;
}

/** Names are keys of tables; fields of hostile mails have longer ones. */
const MAX_NAME = 255;

/** How to copy. */
export interface CopyRequest {
  /** Takes out of the source what was copied. */
  readonly move?: boolean;
  /** Leaves what has a value in the target as it is. */
  readonly noOverwrite?: boolean;
}

/** How to copy a whole object. */
export interface CopyToRequest extends CopyRequest {
  /** What not to copy; PidTagMessageRecipients and PidTagMessageAttachments stand for recipients and attachments. */
  readonly exclude?: readonly Property[];
  /** Whether recipients and attachments are copied too; default true. */
  readonly subObjects?: boolean;
}

/** What of an object's contents to copy. */
export interface ContentsRequest extends Required<CopyRequest> {
  readonly isWanted: (property: Property) => boolean;
  readonly subObjects: boolean;
}

/** The longest value that is made of a stream: it is then in memory, and in one row or blob. */
const MAX_VALUE_BYTES = 67_108_864;

/**
 * What messages, attachments, folders and the store itself have in common: properties ([MS-OXCPRPT]). Computed ones are read like others and
 * never set. A problem with one property is told of that property; the rest of the call is done.
 */
export abstract class PropertyObject {
  abstract readonly kind: 'message' | 'attachment' | 'folder' | 'mailbox';
  /** Whether it was opened to be changed. */
  abstract readonly isWritable: boolean;

  /** What is stored of the object, or will be when it is saved. */
  protected abstract stored(): Promise<PropertyBag>;
  /** What the store derives. */
  protected abstract computed(): Promise<PropertyBag>;
  /** Properties that are there when they are asked for by name only, such as other forms of the body. */
  protected abstract derived(): Promise<PropertyBag>;
  /** Why a property may not be set; undefined where it may. */
  protected abstract refusal(property: Property): PropertyProblem | undefined;
  /** Why a value of the right type may not be set; undefined where it may. */
  protected invalid(_entry: PropertyEntry): PropertyProblem | undefined {
    return undefined;
  }
  /** Sets what was looked at already. */
  protected abstract assign(entries: readonly PropertyEntry[]): Promise<void>;
  protected abstract unassign(names: readonly string[]): Promise<void>;

  /** A property that is streamed and not held, such as the content of an attachment. */
  protected content(_property: Property): BodySource | undefined {
    return undefined;
  }

  /** Takes bytes over as such a property; false where it is none. */
  protected async setContent(_property: Property, _spill: Spill): Promise<boolean> {
    return false;
  }

  /** The value of one property; undefined where there is none. */
  get<T extends PropertyType>(property: Property<T>): Promise<ValueOf<T> | undefined>;
  /** Each of these with its value or its problem, in their order. */
  get(properties: readonly Property[], request?: GetRequest): Promise<readonly PropertyResult[]>;
  async get(
    asked: Property | readonly Property[],
    request: GetRequest = {},
  ): Promise<PropertyValue | readonly PropertyResult[] | undefined> {
    const bags = [await this.computed(), await this.stored(), await this.derived()];
    if (Array.isArray(asked))
      return Promise.all((asked as readonly Property[]).map((one) => this.#result(bags, one, request)));
    const [found] = [await this.#result(bags, asked as Property, { sizeLimit: Number.POSITIVE_INFINITY })];
    return 'value' in found ? found.value : undefined;
  }

  /** Sets properties, and tells of those that could not be. @throws FORBIDDEN where the object was opened to read */
  set<T extends PropertyType>(property: Property<T>, value: ValueOf<T>): Promise<readonly PropertyProblem[]>;
  set(entries: Iterable<PropertyEntry>): Promise<readonly PropertyProblem[]>;
  async set(what: Property | Iterable<PropertyEntry>, single?: PropertyValue): Promise<readonly PropertyProblem[]> {
    this.checkWritable();
    const entries =
      Symbol.iterator in what ? [...what] : [{ property: what as Property, value: single as PropertyValue }];
    const problems: PropertyProblem[] = [];
    const good: PropertyEntry[] = [];
    for (const { property: given, value } of entries) {
      const property = canonical(given);
      const isFitting = fits(property.type, value);
      const why =
        this.refusal(property) ??
        (property.name.length > MAX_NAME ? problem(property, 'INVALID_PARAMETER') : undefined) ??
        (isFitting ? this.invalid({ property, value }) : problem(property, 'UNEXPECTED_TYPE'));
      if (why === undefined) good.push({ property, value });
      else problems.push({ ...why, property: given });
    }
    if (good.length > 0) await this.assign(good);
    return problems;
  }

  /** Takes properties out; one that is not there is none of the problems. @throws FORBIDDEN where it was opened to read */
  async delete(properties: readonly Property[]): Promise<readonly PropertyProblem[]> {
    this.checkWritable();
    const problems: PropertyProblem[] = [];
    const names: string[] = [];
    for (const given of properties) {
      const property = canonical(given);
      const why = this.refusal(property);
      if (why === undefined) names.push(property.name);
      else problems.push({ ...why, property: given });
    }
    if (names.length > 0) await this.unassign(names);
    return problems;
  }

  /** Every property with its value, computed ones too. Contents of attachments are left out: streams give them. */
  async getAll(): Promise<PropertyBag> {
    const all = PropertyBag.of(await this.stored());
    for (const { property, value } of await this.computed()) all.set(property, value);
    return all;
  }

  /** Every property that the object has. */
  async list(): Promise<readonly Property[]> {
    return [...(await this.getAll())].map(({ property }) => property);
  }

  /** The named properties of the object ([MS-OXCPRPT] 2.2.8). */
  async queryNamedProperties(query: NamedPropertyQuery = {}): Promise<readonly Property[]> {
    return (await this.list()).filter((property) => 'set' in property && isWanted(property, query));
  }

  /**
   * Opens a single-valued text or binary property as a stream.
   * @throws NOT_FOUND where it has no value and is not created, FORBIDDEN, UNSUPPORTED for other types
   */
  async openStream(given: Property, mode: StreamMode = 'read'): Promise<PropertyStream> {
    const property = canonical(given);
    if (mode !== 'read') {
      this.checkWritable();
      if (this.refusal(property) !== undefined)
        throw new MapistoreError('FORBIDDEN', `${property.name} is computed by the store; it can only be read.`);
    }
    if (isMultiple(property.type) || !STREAMED.has(property.type))
      throw new MapistoreError(
        'UNSUPPORTED',
        `${property.name} is of type ${property.type}; only text and binary are streamed.`,
      );
    const base = mode === 'create' ? undefined : await this.#source(property);
    if (mode !== 'create' && base === undefined)
      throw new MapistoreError('NOT_FOUND', `The ${this.kind} has no ${property.name}.`, {
        context: { property: property.name },
      });
    const baseSize = base === undefined ? 0 : await sizeOf(base);
    return new PropertyStream({ property, mode, base, baseSize, commit: (spill) => this.#commit(property, spill) });
  }

  /**
   * Copies everything that can be set into another object of the same kind ([MS-OXCPRPT] 3.2.5.8), that of messages and
   * attachments to be stored when they are saved. Gives the properties that the other object would not take.
   * @throws UNSUPPORTED for an object of another kind, INVALID_ARGUMENT for itself or one inside, FORBIDDEN
   */
  async copyTo(to: PropertyObject, request: CopyToRequest = {}): Promise<readonly PropertyProblem[]> {
    const excluded = new Set((request.exclude ?? []).map((property) => canonical(property).name));
    return this.#copy(to, request, (property) => !excluded.has(property.name), request.subObjects ?? true);
  }

  /**
   * Copies these properties ([MS-OXCPRPT] 3.2.5.7); recipients and attachments where PidTagMessageRecipients and
   * PidTagMessageAttachments are among them. What this object does not have, and what is computed, is a problem.
   * @throws as `copyTo`
   */
  async copyProperties(
    to: PropertyObject,
    properties: readonly Property[],
    request: CopyRequest = {},
  ): Promise<readonly PropertyProblem[]> {
    const wanted = new Map(properties.map((property) => [canonical(property).name, property]));
    const problems = await this.#copy(to, request, ({ name }) => wanted.has(name), true);
    const stored = await this.stored();
    const told = new Set(problems.map(({ property }) => canonical(property).name));
    const missing = [...wanted.values()].flatMap((property): readonly PropertyProblem[] => {
      const one = canonical(property);
      if (this.hasContent(one) || stored.has(one.name) || told.has(one.name) || request.move === true) return [];
      return [this.refusal(one) ?? problem(property, 'NOT_FOUND')];
    });
    return [...problems, ...missing];
  }

  async #copy(
    to: PropertyObject,
    { move = false, noOverwrite = false }: CopyRequest,
    isWanted: (property: Property) => boolean,
    subObjects: boolean,
  ): Promise<readonly PropertyProblem[]> {
    if (to.kind !== this.kind || this.kind === 'mailbox')
      throw new MapistoreError('UNSUPPORTED', `A ${this.kind} cannot be copied into a ${to.kind}.`);
    if (to.isInside(this))
      throw new MapistoreError('INVALID_ARGUMENT', `A ${this.kind} cannot be copied into itself or what it holds.`);
    to.checkWritable();
    if (move) this.checkWritable();
    const there = await to.stored();
    const entries = [...(await this.stored())].filter(
      ({ property }) =>
        isWanted(property) && this.refusal(property) === undefined && !(noOverwrite && there.has(property.name)),
    );
    const problems = await to.set(entries);
    const moved = await this.copyContents(to, { isWanted, noOverwrite, move, subObjects });
    if (move) {
      const failed = new Set(problems.map(({ property }) => property.name));
      await this.unassign(entries.map(({ property }) => property.name).filter((name) => !failed.has(name)));
      await moved();
    }
    return problems;
  }

  /** Whether this is another object, or lies in it. */
  isInside(other: PropertyObject): boolean {
    return this === other;
  }

  /** Whether something beside the properties goes by this one's name: recipients, attachments, bytes. */
  protected hasContent(_property: Property): boolean {
    return false;
  }

  /** Copies what goes by the names of no stored properties; gives what takes it out here, for a move. */
  protected async copyContents(_to: PropertyObject, _request: ContentsRequest): Promise<() => Promise<void>> {
    return async () => undefined;
  }

  protected checkWritable(): void {
    if (!this.isWritable) throw new MapistoreError('FORBIDDEN', `The ${this.kind} was opened to read only.`);
  }

  async #source(property: Property): Promise<BodySource | undefined> {
    const content = this.content(property);
    if (content !== undefined) return content;
    const value = await this.get(property);
    if (value === undefined) return undefined;
    const bytes = typeof value === 'string' ? Buffer.from(value, 'utf16le') : (value as Uint8Array);
    return bytesSource(new Uint8Array(bytes), 'application/octet-stream');
  }

  async #commit(property: Property, spill: Spill): Promise<void> {
    if (await this.setContent(property, spill)) return;
    if (spill.size > MAX_VALUE_BYTES)
      throw new MapistoreError('TOO_LARGE', `A value of ${property.name} has at most ${MAX_VALUE_BYTES} bytes.`);
    const bytes = await spill.read(0, spill.size);
    // Half a character at the end is none.
    const text = TEXT.has(property.type)
      ? Buffer.from(bytes.subarray(0, bytes.byteLength & ~1)).toString('utf16le')
      : undefined;
    await this.assign([{ property, value: text ?? bytes }]);
  }

  async #result(bags: readonly PropertyBag[], asked: Property, { sizeLimit }: GetRequest): Promise<PropertyResult> {
    const content = this.content(canonical(asked));
    if (content !== undefined) return contentResult(asked, content, sizeLimit ?? 1_048_576);
    const found = find(bags, asked);
    if (found === undefined) return { property: asked, problem: problem(asked, 'NOT_FOUND') };
    const isTooLarge = sizeLimit !== undefined && bytesOf(found.value) > sizeLimit;
    return isTooLarge
      ? { property: asked, problem: problem(asked, 'NOT_ENOUGH_MEMORY') }
      : { property: asked.type === 'PtypUnspecified' ? found.property : asked, value: found.value };
  }
}

const TEXT: ReadonlySet<string> = new Set(['PtypString', 'PtypString8']);
const STREAMED: ReadonlySet<string> = new Set([
  ...TEXT,
  'PtypBinary',
  'PtypObject',
  'PtypServerId',
  'PtypRestriction',
  'PtypRuleAction',
]);

/** The property that is meant: text is text in whichever of its two types it is asked for. */
function canonical(property: Property): Property {
  return sameTag(property) ?? property;
}

function find(bags: readonly PropertyBag[], asked: Property): PropertyEntry | undefined {
  const property = canonical(asked);
  for (const bag of bags) {
    const entry = bag.entry(property.name) ?? (asked.type === 'PtypUnspecified' ? anyOf(bag, property) : undefined);
    if (entry === undefined) continue;
    if (asked.type === 'PtypUnspecified' || singleType(entry.property.type) === singleType(property.type)) return entry;
  }
  return undefined;
}

function anyOf(bag: PropertyBag, asked: Property): PropertyEntry | undefined {
  return 'id' in asked ? [...bag].find(({ property }) => 'id' in property && property.id === asked.id) : undefined;
}

async function contentResult(property: Property, content: BodySource, limit: number): Promise<PropertyResult> {
  const size = content.size ?? (await sizeOf(content));
  if (size > limit) return { property, problem: problem(property, 'NOT_ENOUGH_MEMORY') };
  const { signal } = new AbortController();
  const parts: Uint8Array[] = [];
  for await (const chunk of content.open({ signal })) parts.push(new Uint8Array(chunk));
  return { property, value: new Uint8Array(Buffer.concat(parts)) };
}

async function sizeOf(source: BodySource): Promise<number> {
  if (source.size !== undefined) return source.size;
  let size = 0;
  for await (const chunk of source.open({ signal: new AbortController().signal })) size += chunk.byteLength;
  return size;
}

function bytesOf(value: PropertyValue): number {
  if (typeof value === 'string') return value.length * 2;
  if (value instanceof Uint8Array) return value.byteLength;
  return Array.isArray(value) ? value.reduce((sum: number, one) => sum + bytesOf(one as PropertyValue), 0) : 8;
}
