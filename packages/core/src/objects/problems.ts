import type { Property, PropertyValue } from '../properties/types.ts';

/**
 * Why one property of a call was not read or written, by the codes of [MS-OXCDATA] 2.4. The call itself succeeds
 * ([MS-OXCPRPT] 3.2.5.4: a PropertyProblem for each).
 */
export const PROBLEM_CODES = {
  /** The object has no such property. */
  NOT_FOUND: 0x8004_010f,
  /** The store computes it; nobody sets it. */
  COMPUTED: 0x8004_011a,
  /** It may be set only at another time or by another call. */
  ACCESS_DENIED: 0x8007_0005,
  /** The value is none of the property's type. */
  UNEXPECTED_TYPE: 0x8004_0301,
  /** The value is one that the property never has. */
  INVALID_PARAMETER: 0x8007_0057,
  /** The value is larger than the call allowed; a stream gives it. */
  NOT_ENOUGH_MEMORY: 0x8007_000e,
} as const;

/** A code of {@link PROBLEM_CODES}. */
export type ProblemCode = keyof typeof PROBLEM_CODES;

/** A property that a call could not read or write, and why. */
export interface PropertyProblem {
  readonly property: Property;
  readonly code: ProblemCode;
  /** As clients know the code: a number of [MS-OXCDATA] 2.4. */
  readonly errorCode: number;
}

/** What reading one property gave: its value, or why not. */
export type PropertyResult =
  | { readonly property: Property; readonly value: PropertyValue }
  | { readonly property: Property; readonly problem: PropertyProblem };

/** Makes a problem. */
export function problem(property: Property, code: ProblemCode): PropertyProblem {
  return { property, code, errorCode: PROBLEM_CODES[code] };
}
