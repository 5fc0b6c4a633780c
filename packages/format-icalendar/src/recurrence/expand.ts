import type { Expanded, Series, Span } from './series.ts';

/** The recurrence set of a series in a span of time. */
export function expand(series: Series, span: Span): Expanded {
  throw new Error(`not yet: ${series.rules.length} ${span.from}`);
}
