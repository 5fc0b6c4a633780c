import { type Attachment, type BodySource, type Item, PropertyBag } from '@mapistore/core';
import { attachmentsOf } from './attachments.ts';
import { recipientsOf, setAttendeeTexts } from './mapping/people.ts';
import type { Reading } from './mapping/row.ts';
import { readRows } from './mapping/tables.ts';

/** Properties, recipients and attachments of one component. */
export function readComponent(
  reading: Reading,
  source: BodySource,
): { properties: PropertyBag; recipients: Item['recipients']; attachments: readonly Attachment[] } {
  const { component, problems, method } = reading;
  const properties = new PropertyBag();
  readRows(reading, properties);
  const people = recipientsOf(component, problems);
  const recipients = method === 'REPLY' || method === 'COUNTER' ? people.slice(0, 1) : people;
  setAttendeeTexts(properties, recipients);
  return { properties, recipients, attachments: attachmentsOf(component, source, problems) };
}
