import { MapistoreError } from '../errors/error.ts';
import type { Tree } from '../hierarchy/tree.ts';
import { propertyByName } from '../properties/lookup.ts';
import type { PropertyValue } from '../properties/types.ts';
import { folderId } from '../store/ids.ts';
import { ACTION_TYPES, BOUNCE_CODES } from './states.ts';

/** Somebody to whom a rule sends. */
export interface RuleRecipient {
  readonly address: string;
  readonly name?: string;
}

/** What a rule does ([MS-OXORULE] 2.2.5). `flags` is the ActionFlags field: kept, and without meaning here. */
export type RuleAction = { readonly flags?: number } & (
  | {
      readonly type: 'move' | 'copy';
      /** A path or folder id; it is kept as the id, so that a folder may be renamed. */
      readonly to: string;
    }
  /** Into another mailbox, by its entry ids: for a client to do. */
  | { readonly type: 'move' | 'copy'; readonly store: Uint8Array; readonly folder: Uint8Array }
  | {
      readonly type: 'reply' | 'oof-reply';
      /** PidTagReplyTemplateId of the template, a GUID. */
      readonly template: string;
      /** Not to the sender but to the recipients of the template (NS). */
      readonly notToSender?: boolean;
      /** With words of the store, not of the template (ST). */
      readonly storeText?: boolean;
    }
  /** For a client, who alone knows what it means. */
  | { readonly type: 'defer'; readonly data: Uint8Array }
  | { readonly type: 'bounce'; readonly code: keyof typeof BOUNCE_CODES }
  | {
      readonly type: 'forward';
      readonly recipients: readonly RuleRecipient[];
      /** As its sender's, marked as forwarded by itself (PR): a redirection. */
      readonly preserveSender?: boolean;
      /** Without any change to it (NC). */
      readonly unchanged?: boolean;
      /** As an attachment (AT). */
      readonly asAttachment?: boolean;
      /** As a text message to a telephone (TM): for a client to do. */
      readonly asText?: boolean;
    }
  | { readonly type: 'delegate'; readonly recipients: readonly RuleRecipient[] }
  | { readonly type: 'tag'; readonly property: string; readonly value: PropertyValue }
  | { readonly type: 'delete' | 'mark-read' }
);

/** Whether only a client can do it: then the message is left for one ([MS-OXORULE] 3.2.5.1.2). */
export function isForClient(action: RuleAction): boolean {
  return action.type === 'defer' || 'store' in action || (action.type === 'forward' && action.asText === true);
}

/**
 * An action as it is kept: its folder by id.
 * @throws NOT_FOUND (a folder), INVALID_ARGUMENT
 */
export function checkedAction(action: RuleAction, tree: Tree): RuleAction {
  if (!Object.hasOwn(ACTION_TYPES, action.type)) throw invalid(`There is no action "${action.type}".`);
  if ((action.type === 'move' || action.type === 'copy') && 'to' in action)
    return { ...action, to: target(action.to, tree) };
  if (action.type === 'tag' && propertyByName(action.property) === undefined)
    throw invalid(`There is no property "${action.property}".`);
  if (action.type === 'bounce' && !Object.hasOwn(BOUNCE_CODES, action.code))
    throw invalid(`A message is sent back as ${Object.keys(BOUNCE_CODES).join(', ')}, not as "${action.code}".`);
  if (action.type === 'forward' || action.type === 'delegate') checkRecipients(action.recipients);
  if (action.type !== 'forward') return action;
  const { preserveSender = false, unchanged = false, asAttachment = false, asText = false } = action;
  if ((asAttachment && (preserveSender || unchanged || asText)) || (asText && (preserveSender || unchanged)))
    throw invalid('A message forwarded as an attachment or as a text message is so and no other way.');
  return action;
}

function target(to: string, tree: Tree): string {
  const id = /^f(?<number>\d{1,15})$/u.exec(to)?.groups?.['number'];
  if (id === undefined) return folderId(tree.need(to).folderId);
  if (tree.get(Number(id)) !== undefined) return to;
  throw new MapistoreError('NOT_FOUND', `There is no folder ${to}; "folder list" shows what there is.`);
}

function checkRecipients(recipients: readonly RuleRecipient[]): void {
  if (recipients.length === 0) throw invalid('A message is forwarded to somebody: name at least one address.');
  for (const { address } of recipients)
    if (!/^[^\s@<>]+@[^\s@<>]+$/u.test(address)) throw invalid(`"${address}" is no address.`);
}

function invalid(sentence: string): MapistoreError {
  return new MapistoreError('INVALID_ARGUMENT', sentence);
}
