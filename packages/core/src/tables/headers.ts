import type { PropertyValue } from '../properties/types.ts';
import { column } from '../restriction/columns.ts';
import type { Subject } from '../restriction/evaluate.ts';
import { ROW_TYPE } from './contents-row.ts';
import { type Category, categoryNumber } from './layout.ts';
import type { CategoryLevel } from './order.ts';
import type { LeafRow } from './source.ts';

/**
 * The columns of a header row ([MS-OXCTABL] 2.2.1): what it is, how many rows are below it, and what is the same in all
 * of them, in the words of one of them.
 */
export async function headerSubject(
  category: Category,
  levels: readonly CategoryLevel[],
  sample: LeafRow | undefined,
): Promise<Subject> {
  const values = new Map<string, PropertyValue | undefined>([
    ['PidTagInstID', categoryNumber(category.id)],
    ['PidTagInstanceNum', 0],
    ['PidTagRowType', category.expanded ? ROW_TYPE.expanded : ROW_TYPE.collapsed],
    ['PidTagDepth', category.depth],
    ['PidTagContentCount', category.rows],
    ['PidTagContentUnreadCount', category.unread],
  ]);
  for (const { property } of levels.slice(0, category.depth + 1)) values.set(property, await sample?.value(property));
  // By its short name too, as it was sorted by.
  return { value: (name) => values.get(column(name)?.property ?? name), hasFlag: () => false };
}
