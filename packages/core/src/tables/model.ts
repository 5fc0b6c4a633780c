import { MapistoreError } from '../errors/error.ts';
import type { Restriction } from '../restriction/restriction.ts';
import type { TableOrder } from './order.ts';
import type { RowSource } from './source.ts';
import type { Table, TableKind } from './table.ts';

/** How the rows of a table come about. */
export interface SourceRequest {
  readonly order: TableOrder;
  readonly where: Restriction | undefined;
  readonly signal: AbortSignal;
}

/** What differs between tables of different kinds. */
export interface TableModel {
  readonly kind: TableKind;
  /** In messages, such as `the contents of /Inbox`. */
  readonly title: string;
  /** Nobody is told what happens to its rows. */
  readonly isSilent?: boolean;
  /** Brings up to date what the rows come from; missing where that is always so. */
  refresh?(signal: AbortSignal): Promise<void>;
  source(request: SourceRequest): Promise<RowSource>;
  columns(): Promise<readonly string[]>;
}

/** Calls that not every kind of table answers. */
export type Operation = keyof Table &
  ('restrict' | 'sortTable' | 'findRow' | 'createBookmark' | 'expandRow' | 'reset' | 'abort' | 'watch');

const ALL: readonly Operation[] = [
  'restrict',
  'sortTable',
  'findRow',
  'createBookmark',
  'expandRow',
  'reset',
  'abort',
  'watch',
];

/** Which kinds answer which calls: [MS-OXCTABL] 3.2.5. The rest of bookmarks and categories goes with the first of them. */
const OPERATIONS: Readonly<Record<TableKind, readonly Operation[]>> = {
  contents: ALL,
  hierarchy: ['restrict', 'findRow', 'createBookmark', 'abort', 'watch'],
  recipients: ['watch'],
  attachments: ['watch'],
};

/** @throws UNSUPPORTED */
export function checkOperation({ kind, title, isSilent = false }: TableModel, operation: Operation): void {
  if (OPERATIONS[kind].includes(operation) && !(isSilent && operation === 'watch')) return;
  throw new MapistoreError('UNSUPPORTED', `A table of ${kind} has no "${operation}" (${title}).`);
}
