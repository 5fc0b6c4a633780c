import { MapistoreError } from '../errors/error.ts';
import { propertyByName } from '../properties/lookup.ts';
import { column } from '../restriction/columns.ts';

/** More columns than any client asks for. */
const MAX_COLUMNS = 1_000;

/** Types that no value has ([MS-OXCTABL] 3.2.5.2). */
const NO_TYPES: ReadonlySet<string> = new Set(['PtypUnspecified', 'PtypErrorCode']);

/** @throws INVALID_ARGUMENT naming the first that no row can have */
export function checkColumns(properties: readonly string[]): void {
  if (properties.length > MAX_COLUMNS) throw refused(`there are more than ${MAX_COLUMNS}`);
  for (const name of properties) {
    if (typeof name !== 'string') throw refused('a column is no name of a property');
    const property = propertyByName(name);
    if (property === undefined ? column(name) === undefined && !name.includes('#') : NO_TYPES.has(property.type))
      throw refused(`"${name}" is no property that rows can have`);
  }
}

function refused(why: string): MapistoreError {
  return new MapistoreError('INVALID_ARGUMENT', `The columns cannot be set: ${why}.`);
}

/** Properties of rows, not of what they stand for ([MS-OXCTABL] 2.2.1). */
export const PROPERTIES_OF_ROWS: readonly string[] = [
  'PidTagInstID',
  'PidTagInstanceNum',
  'PidTagRowType',
  'PidTagDepth',
];
