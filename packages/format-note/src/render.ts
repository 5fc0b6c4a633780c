import { type BodySource, bytesSource, type Item } from '@mapistore/core';
import { DEFAULT_COLOR, FIELDS } from './fields.ts';
import { firstLine } from './read.ts';
import { writeValue } from './write.ts';

/** Writes a note; a title only where the text does not begin with it, a colour only where it is not the usual one. */
export function renderNote({ properties }: Item): BodySource {
  const body = (properties.text('PidTagBody') ?? '').toWellFormed();
  const lines = FIELDS.flatMap((field) => {
    const value =
      field.property.name === 'PidTagSubject'
        ? subjectOf(properties.text('PidTagSubject') ?? properties.text('PidTagNormalizedSubject'), body)
        : properties.get(field.property);
    if (value === undefined || (field.key === 'color' && value === DEFAULT_COLOR)) return [];
    const written = field.write(value);
    return written === undefined || (Array.isArray(written) && written.length === 0)
      ? []
      : [`${field.key}: ${writeValue(written)}\n`];
  });
  const needed = lines.length > 0 || /^\ufeff?---/.test(body);
  return bytesSource(Buffer.from(needed ? `---\n${lines.join('')}---\n\n${body}` : body), 'text/markdown');
}

function subjectOf(subject: string | undefined, body: string): string | undefined {
  return subject === firstLine(body) ? undefined : subject?.toWellFormed();
}
