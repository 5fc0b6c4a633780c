import type { ItemKind, PropertyBag } from '@mapistore/core';
import type { Component } from '../lines/component.ts';
import type { NewLine } from '../lines/write.ts';
import type { CalendarTime } from '../recurrence/series.ts';
import type { ZoneFinder } from '../values/time.ts';
import type { Zone } from '../zones/zone.ts';

/** What a component is read with. */
export interface Reading {
  readonly component: Component;
  readonly kind: ItemKind;
  /** METHOD of the calendar, upper case. */
  readonly method: string;
  readonly findZone: ZoneFinder;
  /** Of a series: its overrides. */
  readonly overrides: readonly Component[];
  /** Of an exception: when its series begins. */
  readonly seriesStart?: CalendarTime;
  /** Whether only the columns of a list are wanted: what is costly and in none of them is left out. */
  readonly isHead: boolean;
  readonly problems: Set<string>;
}

/** What a component is written with. */
export interface Writing {
  readonly kind: ItemKind;
  readonly method: string;
  /** Canonical names that are to be changed; empty where all of the component is written. */
  readonly changed: ReadonlySet<string>;
  /** The component that is there already: its forms are kept. */
  readonly existing?: Component;
  readonly findZone: ZoneFinder;
  /** Takes note of a zone that a line names. */
  useZone(tzid: string, zone: Zone | undefined): void;
}

/** Content lines and the properties that they are. Every direction of the mapping goes through it. */
export interface Row {
  /** Names of the lines. */
  readonly lines: readonly string[];
  /** Canonical names of properties that `read` sets and that can be set; others that it sets follow from these. */
  readonly properties: readonly string[];
  /** Names that follow from `properties`, and are not set by themselves. */
  readonly derived?: readonly string[];
  /** Whether several lines of a name together are the value. */
  readonly isList?: boolean;
  /** Whether a list shows it. */
  readonly inHead?: boolean;
  read(from: Reading, bag: PropertyBag): void;
  write(bag: PropertyBag, to: Writing): readonly NewLine[];
}
