import type { Restriction, RuleAction } from '@mapistore/core';

/** A condition in the words in which it is typed, as far as these can say it. */
export function conditionText(condition: Restriction | undefined): string {
  return condition === undefined ? '' : text(condition);
}

function text(restriction: Restriction): string {
  switch (restriction.type) {
    case 'and':
    case 'or':
      return restriction.of.map(inner).join(` ${restriction.type} `);
    case 'not':
      return `not ${inner(restriction.of)}`;
    case 'content': {
      const word = { full: '=', prefix: 'starts', substring: 'contains' }[restriction.fuzzy.match];
      return `${restriction.property} ${word} ${JSON.stringify(restriction.value)}`;
    }
    case 'property': {
      const { property, op, value } = restriction;
      return `${property} ${op} ${value instanceof Date ? value.toISOString() : String(value)}`;
    }
    case 'exist':
      return `has ${restriction.property}`;
    case 'flag':
      return `flag ${restriction.flag}`;
    default:
      return `(${restriction.type})`;
  }
}

function inner(restriction: Restriction): string {
  return restriction.type === 'and' || restriction.type === 'or' ? `(${text(restriction)})` : text(restriction);
}

/** An action in words; `paths` are those of the folders by id. */
export function actionText(action: RuleAction, paths: ReadonlyMap<string, string>): string {
  switch (action.type) {
    case 'move':
    case 'copy':
      return 'to' in action
        ? `${action.type} to ${paths.get(action.to) ?? `a folder that is gone (${action.to})`}`
        : `${action.type} to another mailbox, by a client`;
    case 'forward':
    case 'delegate': {
      const word = action.type === 'forward' && action.preserveSender === true ? 'redirect' : action.type;
      return `${word} to ${action.recipients.map(({ address }) => address).join(', ')}`;
    }
    case 'tag':
      return `set ${action.property}`;
    case 'bounce':
      return `send back as ${action.code}`;
    case 'defer':
      return 'leave to a client';
    default:
      return action.type;
  }
}
