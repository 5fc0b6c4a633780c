// mapistore/properties: every property of [MS-OXPROPS] as a constant of its own type. Exports only.

export * from '@mapistore/core/properties';
