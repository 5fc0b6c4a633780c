// @mapistore/core/properties: every property of [MS-OXPROPS] as a constant of its own type. Exports only.

export * from './lids.ts';
export * from './names.ts';
export { PROPERTY_SETS, type PropertySet } from './sets.ts';
export type { Lid, Tag } from './tag.ts';
export * from './tags.ts';
