/** Property types of [MS-OXCDATA] 2.11.1 with their codes. A multiple-valued type has the bit 0x1000 set. */
export const PROPERTY_TYPES = {
  PtypInteger16: 0x0002,
  PtypInteger32: 0x0003,
  PtypFloating32: 0x0004,
  PtypFloating64: 0x0005,
  PtypCurrency: 0x0006,
  PtypFloatingTime: 0x0007,
  PtypErrorCode: 0x000a,
  PtypBoolean: 0x000b,
  PtypObject: 0x000d,
  PtypInteger64: 0x0014,
  PtypString8: 0x001e,
  PtypString: 0x001f,
  PtypTime: 0x0040,
  PtypGuid: 0x0048,
  PtypServerId: 0x00fb,
  PtypRestriction: 0x00fd,
  PtypRuleAction: 0x00fe,
  PtypBinary: 0x0102,
  PtypMultipleInteger16: 0x1002,
  PtypMultipleInteger32: 0x1003,
  PtypMultipleFloating64: 0x1005,
  PtypMultipleCurrency: 0x1006,
  PtypMultipleFloatingTime: 0x1007,
  PtypMultipleInteger64: 0x1014,
  PtypMultipleString8: 0x101e,
  PtypMultipleString: 0x101f,
  PtypMultipleTime: 0x1040,
  PtypMultipleGuid: 0x1048,
  PtypMultipleBinary: 0x1102,
  PtypUnspecified: 0x0000,
} as const;

/** Name of a property type, such as `PtypString`. */
export type PropertyType = keyof typeof PROPERTY_TYPES;

/**
 * A property value. Times (PtypTime) are Dates, or a bigint FILETIME (100 ns since 1601) where a Date would lose
 * digits; PtypInteger64 and PtypCurrency are bigints; GUIDs are lower-case strings; binary is bytes.
 */
export type PropertyValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | readonly string[]
  | readonly number[]
  | readonly bigint[]
  | readonly Date[]
  | readonly Uint8Array[];

/** A property with a fixed id (0x0001–0x7FFF), [MS-OXPROPS] `PidTag…`. */
export interface TaggedProperty {
  readonly name: string;
  readonly id: number;
  readonly type: PropertyType;
}

/**
 * A named property: a set's GUID and a number (`PidLid…`) or a string (`PidName…`, or any string). Core and backends
 * always speak of it so, never by the number above 0x8000 that a mailbox maps it to.
 */
export interface NamedProperty {
  /** Canonical name; a string-named property that has none is `{set-guid}#string`. */
  readonly name: string;
  readonly set: string;
  readonly key: number | string;
  readonly type: PropertyType;
}

/** What identifies a property, with its canonical name and type. */
export type Property = TaggedProperty | NamedProperty;
