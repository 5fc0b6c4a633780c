import type { Item } from '../item/item.ts';
import type { PropertyBag } from '../properties/bag.ts';
import type { BodySource } from './body.ts';
import type { BodyPart, ItemKind } from './entries.ts';

/** What the index row of an item is made from. */
export interface HeadInput {
  /** As in {@link ItemEntry.head}. */
  readonly head: Uint8Array;
  readonly structure?: BodyPart;
}

/** The columns that lists show, sort and filter by, from the head of an item alone. */
export interface Head {
  /** PidTagMessageClass, such as `IPM.Note`. */
  readonly messageClass: string;
  readonly subject: string;
  /** PidTagNormalizedSubject: the subject without its prefix (`Re: `). */
  readonly normalizedSubject: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly displayTo: string;
  readonly displayCc: string;
  /** PidTagClientSubmitTime. */
  readonly sent?: Date;
  /** PidTagImportance: 0 low, 1 normal, 2 high. */
  readonly importance: number;
  /** PidTagSensitivity: 0 none, 1 personal, 2 private, 3 confidential. */
  readonly sensitivity: number;
  /** With its angle brackets, as written. */
  readonly messageId?: string;
  readonly inReplyTo?: string;
  /** Message-IDs of the References field, oldest first, at most 100. */
  readonly references: readonly string[];
  /** Undefined where the head does not tell. */
  readonly hasAttachments?: boolean;
  /** Where one media type holds several kinds (`text/calendar`); default is the format's. */
  readonly kind?: ItemKind;
  /** When and how often, for what lies in a calendar or has a due date. */
  readonly time?: HeadTime;
  /** UID of an iCalendar object (RFC 5545 s.3.8.4.7) or a vCard (RFC 6350 s.6.7.6), as it is meant and not as it is escaped. */
  readonly uid?: string;
  /**
   * A SHA-256 (hex) over the head with CRLF folded to LF, so that it is the same before and after a server changed the
   * line ends. It tells the same item under another key, together with size and date.
   */
  readonly fingerprint: string;
}

/**
 * When an item is, as instants. Floating and all-day times are taken as UTC; so is a zone that nobody knows.
 * A list shows `start` and `end`; a search for a span of time goes by `clipStart` and `clipEnd`.
 */
export interface HeadTime {
  /** PidLidAppointmentStartWhole, PidLidTaskStartDate or PidLidLogStart; of a series, of its first instance. */
  readonly start?: Date;
  /** PidLidAppointmentEndWhole, PidLidTaskDueDate or PidLidLogEnd; of a series, of its first instance. */
  readonly end?: Date;
  /** Whole days: then `start` and `end` are dates, at midnight UTC. */
  readonly allDay: boolean;
  /** PidLidRecurrencePattern: the rule in English words, such as `every Monday`; undefined for a single item. */
  readonly recurrence?: string;
  /** PidLidClipStart: when the first of all instances begins. Undefined where that is not known: it may be any time. */
  readonly clipStart?: Date;
  /** PidLidClipEnd: when the last of all instances ends. Undefined where it never ends or that is not known. */
  readonly clipEnd?: Date;
}

/** A change of an item's properties, to be written into native bytes. */
export interface PropertyChange {
  readonly set: PropertyBag;
  /** Canonical names of properties to remove. */
  readonly remove: readonly string[];
}

/** A change of an item. */
export interface Delta extends PropertyChange {
  /** Rows of the recipient table that are added, changed or removed. */
  readonly recipients?: readonly RecipientChange[];
  /** Instances of a recurring series that become exceptions, change or go. */
  readonly exceptions?: readonly ExceptionChange[];
}

/** A change of one row of the recipient table; a row that is not there is added. */
export interface RecipientChange extends PropertyChange {
  /** PidTagSmtpAddress of the row, compared without case. */
  readonly address: string;
  /** Takes the row out; `set` and `remove` are then empty. */
  readonly gone?: boolean;
}

/** A change of one instance of a series, after RECURRENCE-ID (RFC 5545 s.3.8.4.4). */
export interface ExceptionChange extends PropertyChange {
  /** When the instance would begin by the rule alone (PidLidExceptionReplaceTime); see {@link Occurrence.originalStart}. */
  readonly originalStart: Date;
  /** `delete`: the instance does not take place. `reset`: it is as the rule says again. Else it is changed as said. */
  readonly action: 'change' | 'delete' | 'reset';
  readonly recipients?: readonly RecipientChange[];
}

/** One instance of an item within a span of time; an item that does not recur has one. */
export interface Occurrence {
  /**
   * Which instance: when it would begin by the rule alone, as an instant. Of floating and all-day items it is the local
   * time taken as UTC, so that it is the same for every observer.
   */
  readonly originalStart: Date;
  /** As instants; floating times and whole days in the time zone of the request. */
  readonly start: Date;
  readonly end: Date;
  readonly allDay: boolean;
  /** Whether it differs from what the rule says. */
  readonly exception: boolean;
  readonly subject: string;
  readonly location: string;
  /** PidLidBusyStatus: 0 free, 1 tentative, 2 busy, 3 out of office, 4 working elsewhere. Free where it was cancelled. */
  readonly busyStatus: number;
  /** PidTagSensitivity. */
  readonly sensitivity: number;
}

/** What to expand, and how. */
export interface OccurrencesRequest {
  readonly signal: AbortSignal;
  /** Instances that end after this … */
  readonly from: Date;
  /** … and begin before this. An instance without length counts where it begins. */
  readonly to: Date;
  /** IANA name of the observer's time zone, for floating times and whole days. */
  readonly timeZone: string;
  /** The most instances; `problems` says so where there are more. */
  readonly limit: number;
}

/** Instances in the order of their start. */
export interface Occurrences {
  readonly occurrences: readonly Occurrence[];
  /** What could not be read or expanded, one sentence each. */
  readonly problems: readonly string[];
}

/** What a format could write into the bytes, and what is left for core's overlay. */
export interface Patched {
  /** Undefined where nothing of the delta can be said in this format. */
  readonly body?: BodySource;
  /** Canonical names that the format cannot say. */
  readonly unsaid: readonly string[];
  /**
   * Why changes of recipients or exceptions cannot be written, where there are some: nothing is patched then, since no
   * overlay can hold them. `CONFLICT` where an instance to be changed is not in the series (any more).
   */
  readonly refused?: { readonly code: 'UNSUPPORTED' | 'CONFLICT'; readonly reason: string };
}

/** How much work and memory a parse may cost. */
export interface ParseLimits {
  /** A text body larger than this is cut, and `problems` says so; the native bytes keep it all. */
  readonly maxTextBytes: number;
  /** Deeper embedded messages and multiparts stay opaque attachments. */
  readonly maxDepth: number;
  readonly maxParts: number;
}

/** The formats of a store, for a type that holds parts of other types: a mail with a calendar object in it. */
export interface OtherFormats {
  get(mediaType: string): Format | undefined;
}

/** One media type, to and from the canonical item. Registered as a value; backends name theirs as optional peers. */
export interface Format {
  /** Lower case, no parameters. */
  readonly mediaType: string;
  /** File name extension with its dot, such as `.eml`. */
  readonly extension: string;
  /** Of an item whose head names no other. */
  readonly kind: ItemKind;
  /** Makes the columns. Never throws: what cannot be read is empty. */
  head(input: HeadInput): Head;
  /**
   * Reads the bytes as far as they go. Never throws for bad content: `problems` of the item says what was wrong.
   * Attachments stay in the source and are read from it when opened.
   */
  parse(
    source: BodySource,
    request: {
      readonly signal: AbortSignal;
      readonly limits?: Partial<ParseLimits>;
      /** To look into parts of other types with; without it they stay attachments. */
      readonly formats?: OtherFormats;
    },
  ): Promise<Item>;
  /** Writes an item that has no native bytes of this type; `formats` as in `parse`. */
  render(item: Item, request: { readonly signal: AbortSignal; readonly formats?: OtherFormats }): Promise<BodySource>;
  /** Changes bytes as little as possible: every other line stays as it was. */
  patch(source: BodySource, delta: Delta, request: { readonly signal: AbortSignal }): Promise<Patched>;
  /** Expands an item into its instances in a span of time; only where the type has times. Never throws for bad content. */
  occurrences?(source: BodySource, request: OccurrencesRequest): Promise<Occurrences>;
}
