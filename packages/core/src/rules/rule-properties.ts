import { mapiId } from '../identity/mapi-ids.ts';
import { PropertyBag } from '../properties/bag.ts';
import { tagged } from '../properties/lookup.ts';
import type { Rule } from './rules.ts';

/** A rule as properties: those of a rules table, or of the hidden message of an extended rule ([MS-OXORULE] 2.2.4.1). */
export function ruleProperties(rule: Rule): PropertyBag {
  const { sequence, state, name, provider, level, userFlags, providerData } = rule;
  if (rule.kind === 'extended')
    return new PropertyBag()
      .set(tagged('PidTagMessageClass'), 'IPM.ExtendedRule.Message')
      .set(tagged('PidTagRuleMessageName'), name)
      .set(tagged('PidTagRuleMessageProvider'), provider)
      .set(tagged('PidTagRuleMessageSequence'), sequence)
      .set(tagged('PidTagRuleMessageState'), state)
      .set(tagged('PidTagRuleMessageLevel'), level)
      .set(tagged('PidTagRuleMessageUserFlags'), userFlags)
      .set(tagged('PidTagRuleMessageProviderData'), providerData);
  return new PropertyBag()
    .set(tagged('PidTagRuleId'), mapiId(rule.id))
    .set(tagged('PidTagRuleSequence'), sequence)
    .set(tagged('PidTagRuleState'), state)
    .set(tagged('PidTagRuleName'), name)
    .set(tagged('PidTagRuleProvider'), provider)
    .set(tagged('PidTagRuleLevel'), level)
    .set(tagged('PidTagRuleUserFlags'), userFlags)
    .set(tagged('PidTagRuleProviderData'), providerData);
}
