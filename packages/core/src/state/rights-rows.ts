// Rows of what a store knows about people and limits: rights, quotas. Values as in rows.ts.

/** One entry of the permissions of a folder ([MS-OXCPERM] 2.2). */
export interface PermissionRow {
  readonly folderId: number;
  /** 0 for everybody without an entry (Default), -1 for those who do not say who they are (Anonymous). */
  readonly memberId: number;
  /** An address or another name of the person or group, as it was given; empty for Default and Anonymous. */
  readonly member: string;
  /** The same as it is compared. */
  readonly memberKey: string;
  /** PidTagMemberRights. */
  readonly rights: number;
  /** 1 where the member sees private items of others, too ([MS-OXODLGT]). */
  readonly privateItems: number;
}

/** What a folder, or the store as folder 0, may hold. Null is without limit. */
export interface QuotaRow {
  readonly folderId: number;
  readonly warnBytes: number | null;
  readonly maxBytes: number | null;
  readonly maxItems: number | null;
}

/** What folders hold, and what is under way into them. */
export interface UsageRow {
  readonly items: number;
  readonly bytes: number;
}
