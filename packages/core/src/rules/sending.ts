import type { RuleAction } from './actions.ts';
import { isAutomatic, isLooping, type Message, senderOf } from './message.ts';
import type { Owner } from './owner.ts';

/** Bits of PidTagAutoResponseSuppress ([MS-OXOMSG] 2.2.1.77) for answers of rules. */
const SUPPRESSED = { reply: 0x20, 'oof-reply': 0x10 } as const;

/**
 * What of an action is sent: nothing where the message went through this store before, and nothing to who sent it
 * ([MS-OXORULE] 3.2.5.1, OP_FORWARD).
 */
export function sendable(action: RuleAction, message: Message, replica: string): RuleAction | undefined {
  if (isLooping(message, replica)) return undefined;
  if (action.type !== 'forward' && action.type !== 'delegate') return action;
  const sender = senderOf(message);
  const recipients = action.recipients.filter(({ address }) => address.toLowerCase() !== sender);
  return recipients.length === 0 ? undefined : { ...action, recipients };
}

/** Whether an answer may go out: not to machines, nobody, oneself, nor who does not want one. */
export function mayAnswer(action: RuleAction, message: Message, owner: Owner | undefined): boolean {
  if (action.type !== 'reply' && action.type !== 'oof-reply' && action.type !== 'bounce') return true;
  const sender = senderOf(message);
  if (sender === '' || sender === owner?.address.toLowerCase() || isAutomatic(message)) return false;
  if (action.type === 'bounce') return true;
  const suppress = Number(message.item.properties.get('PidTagAutoResponseSuppress') ?? 0);
  return (suppress & SUPPRESSED[action.type]) === 0;
}
