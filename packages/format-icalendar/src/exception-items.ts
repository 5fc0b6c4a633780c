import { type Attachment, type BodySource, named, PropertyBag, tagged } from '@mapistore/core';
import { readComponent } from './component-item.ts';
import type { Component } from './lines/component.ts';
import { timesOf } from './mapping/event-time.ts';
import { EXCEPTION_CLASS } from './mapping/meeting.ts';
import { KEYWORDS, RANGE } from './mapping/names.ts';
import { isForLater, originalOf } from './mapping/original.ts';
import type { Reading } from './mapping/row.ts';
import type { CalendarTime } from './recurrence/series.ts';
import { UTC } from './zones/find.ts';

/** PidTagAttachMethod and PidTagAttachmentFlags of an exception ([MS-OXOCAL] 2.2.10.1). */
const EMBEDDED = 5;
const IS_EXCEPTION = 2;
const NOT_RENDERED = -1;
/** What an override without it does not take over from its series, so that it is said to be empty. */
const BLANK = ['PidTagSubject', 'PidTagNormalizedSubject', 'PidTagBody', 'PidLidLocation'];

/** What an override is made an attachment from. */
export interface ExceptionRequest {
  /** When the series begins. */
  readonly seriesStart: CalendarTime | undefined;
  /** How the series was read. */
  readonly reading: Reading;
  readonly item: { readonly properties: PropertyBag };
  readonly override: Component;
  readonly source: BodySource;
  readonly number: number;
}

/** An override (RFC 5545 s.3.8.4.4) as an exception attachment ([MS-OXOCAL] 2.2.10); none where it cannot be read. */
export function exceptionAttachment(request: ExceptionRequest): Attachment[] {
  const { reading, override, number } = request;
  const { seriesStart } = request;
  const original = originalOf(override, reading.findZone, seriesStart);
  const times = timesOf(override, reading.findZone);
  if (original === undefined || (times === undefined && reading.kind === 'event')) {
    reading.problems.add('An exception of the series has no time that can be read; it was left out.');
    return [];
  }
  const embedded = readComponent(
    { ...reading, component: override, overrides: [], ...(seriesStart !== undefined && { seriesStart }) },
    request.source,
  );
  const { properties } = embedded;
  if (reading.kind === 'event') properties.set(tagged('PidTagMessageClass'), EXCEPTION_CLASS);
  properties.set(named('PidLidExceptionReplaceTime'), new Date(original));
  if (isForLater(override)) {
    properties.set(RANGE, 'THISANDFUTURE');
    reading.problems.add('An exception holds for all later instances too; as a property it is only that of its own.');
  }
  for (const name of BLANK)
    if (request.item.properties.has(name) && !properties.has(name)) properties.set(propertyOf(name), '');
  if (properties.has('PidTagBody') && !properties.has('PidTagNativeBody'))
    properties.set(tagged('PidTagNativeBody'), 1);
  if (request.item.properties.has(KEYWORDS) && !properties.has(KEYWORDS)) properties.set(KEYWORDS, []);
  properties.set(tagged('PidTagHasAttachments'), embedded.attachments.length > 0);
  const outside = new PropertyBag()
    .set(tagged('PidTagAttachNumber'), number)
    .set(tagged('PidTagAttachMethod'), EMBEDDED)
    .set(tagged('PidTagAttachmentFlags'), IS_EXCEPTION)
    .set(tagged('PidTagAttachFlags'), 0)
    .set(tagged('PidTagAttachmentLinkId'), 0)
    .set(tagged('PidTagAttachmentHidden'), true)
    .set(tagged('PidTagRenderingPosition'), NOT_RENDERED);
  if (times !== undefined) {
    // Local times of the series, as if they were UTC.
    outside.set(tagged('PidTagExceptionStartTime'), new Date(UTC.instantOf(times.start.local)));
    outside.set(tagged('PidTagExceptionEndTime'), new Date(UTC.instantOf(times.end.local)));
  }
  return [{ properties: outside, item: { ...embedded, problems: [] } }];
}

function propertyOf(name: string): ReturnType<typeof tagged> | ReturnType<typeof named> {
  return name.startsWith('PidLid') ? named(name) : tagged(name);
}
