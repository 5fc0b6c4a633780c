/**
 * Property types of [MS-OXCDATA] 2.11.1 with their codes. A multiple-valued type has the bit 0x1000 set. The bit 0x2000 (one
 * row for each value, MVI) belongs to columns of tables and to no property, so it is not here.
 */
export const PROPERTY_TYPES = {
  PtypUnspecified: 0x0000,
  PtypNull: 0x0001,
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
  PtypMultipleFloating32: 0x1004,
  PtypMultipleFloating64: 0x1005,
  PtypMultipleCurrency: 0x1006,
  PtypMultipleFloatingTime: 0x1007,
  PtypMultipleInteger64: 0x1014,
  PtypMultipleString8: 0x101e,
  PtypMultipleString: 0x101f,
  PtypMultipleTime: 0x1040,
  PtypMultipleGuid: 0x1048,
  PtypMultipleBinary: 0x1102,
} as const;

/** Name of a property type, such as `PtypString`. */
export type PropertyType = keyof typeof PROPERTY_TYPES;

/** A time: a Date, or a bigint FILETIME (100 ns since 1601) where a Date would lose digits. */
export type TimeValue = Date | bigint;

/**
 * What a value of each type is. 64-bit integers and currency (in ten-thousandths) are bigints, GUIDs lower-case strings;
 * PtypString8 is text like any other, its code page being a matter of the wire. PtypServerId, PtypRestriction,
 * PtypRuleAction and PtypObject are bytes in the form that [MS-OXCDATA] gives them. PtypFloatingTime is in days since the
 * end of 1899.
 */
export interface PropertyValues {
  readonly PtypUnspecified: PropertyValue;
  readonly PtypNull: never;
  readonly PtypInteger16: number;
  readonly PtypInteger32: number;
  readonly PtypFloating32: number;
  readonly PtypFloating64: number;
  readonly PtypCurrency: bigint;
  readonly PtypFloatingTime: number;
  readonly PtypErrorCode: number;
  readonly PtypBoolean: boolean;
  readonly PtypObject: Uint8Array;
  readonly PtypInteger64: bigint;
  readonly PtypString8: string;
  readonly PtypString: string;
  readonly PtypTime: TimeValue;
  readonly PtypGuid: string;
  readonly PtypServerId: Uint8Array;
  readonly PtypRestriction: Uint8Array;
  readonly PtypRuleAction: Uint8Array;
  readonly PtypBinary: Uint8Array;
  readonly PtypMultipleInteger16: readonly number[];
  readonly PtypMultipleInteger32: readonly number[];
  readonly PtypMultipleFloating32: readonly number[];
  readonly PtypMultipleFloating64: readonly number[];
  readonly PtypMultipleCurrency: readonly bigint[];
  readonly PtypMultipleFloatingTime: readonly number[];
  readonly PtypMultipleInteger64: readonly bigint[];
  readonly PtypMultipleString8: readonly string[];
  readonly PtypMultipleString: readonly string[];
  readonly PtypMultipleTime: readonly Date[] | readonly bigint[];
  readonly PtypMultipleGuid: readonly string[];
  readonly PtypMultipleBinary: readonly Uint8Array[];
}

/** A property value of any type; see {@link PropertyValues}. */
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

/** The value of a property of a type. */
export type ValueOf<T extends PropertyType> = PropertyValues[T];

/** A property with a fixed id, [MS-OXPROPS] `PidTag…`, or one that [MS-OXPROPS] has no name for. */
export interface TaggedProperty<T extends PropertyType = PropertyType> {
  /** Canonical name; a property that has none is called by its tag, such as `0x6619001f`. */
  readonly name: string;
  readonly id: number;
  readonly type: T;
}

/**
 * A named property: a set's GUID and a number (`PidLid…`) or a string (`PidName…`, or any string). Core and backends
 * always speak of it so, never by the number above 0x8000 that a mailbox maps it to.
 */
export interface NamedProperty<T extends PropertyType = PropertyType> {
  /** Canonical name; one that has none is `SET#string` or `SET@0x8501`, SET being a name of a set or its GUID. */
  readonly name: string;
  readonly set: string;
  readonly key: number | string;
  readonly type: T;
}

/** What identifies a property, with its canonical name and type. */
export type Property<T extends PropertyType = PropertyType> = TaggedProperty<T> | NamedProperty<T>;
