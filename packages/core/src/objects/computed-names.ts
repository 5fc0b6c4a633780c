// Which properties the store derives: they are never trusted from anybody, and setting one is a problem of its own.

/** Of messages, attachments and folders alike ([MS-OXCPRPT] 2.2.1). */
const COMMON = [
  'PidTagAccess',
  'PidTagAccessLevel',
  'PidTagChangeKey',
  'PidTagCreationTime',
  'PidTagLastModificationTime',
  'PidTagLastModifierName',
  'PidTagObjectType',
  'PidTagRecordKey',
  'PidTagSearchKey',
  'PidTagEntryId',
  'PidTagStoreEntryId',
  'PidTagStoreRecordKey',
  'PidTagInstanceKey',
];

/** Where an object lies and which state of it this is ([MS-OXCFXICS] 2.2.1.2). */
const PLACE = [
  'PidTagParentEntryId',
  'PidTagSourceKey',
  'PidTagParentSourceKey',
  'PidTagPredecessorChangeList',
  'PidTagChangeNumber',
  'PidTagFolderId',
  'PidTagMessageSize',
  'PidTagMessageSizeExtended',
  'PidTagLocalCommitTime',
];

/** Of messages ([MS-OXCMSG] 2.2.1). */
export const COMPUTED_OF_MESSAGES: ReadonlySet<string> = new Set([
  ...COMMON,
  ...PLACE,
  'PidTagMid',
  'PidTagHasAttachments',
  'PidTagDisplayTo',
  'PidTagDisplayCc',
  'PidTagDisplayBcc',
  'PidTagHasNamedProperties',
  'PidTagConversationId',
  'PidTagAssociated',
  'PidTagRead',
  'PidTagMessageStatus',
  'PidTagMessageRecipients',
  'PidTagMessageAttachments',
  'PidTagInstID',
  'PidTagInstanceNum',
]);

/** Of attachments ([MS-OXCMSG] 2.2.2). */
export const COMPUTED_OF_ATTACHMENTS: ReadonlySet<string> = new Set([
  ...COMMON,
  'PidTagAttachSize',
  'PidTagAttachNumber',
]);

/** Of folders ([MS-OXCFOLD] 2.2.2.2.1). */
export const COMPUTED_OF_FOLDERS: ReadonlySet<string> = new Set([
  ...COMMON,
  ...PLACE,
  'PidTagParentFolderId',
  'PidTagContentCount',
  'PidTagContentUnreadCount',
  'PidTagAssociatedContentCount',
  'PidTagDeletedCountTotal',
  'PidTagFolderType',
  'PidTagFolderFlags',
  'PidTagSubfolders',
  'PidTagHierarchyChangeNumber',
  'PidTagHierRev',
  'PidTagLocalCommitTimeMax',
  'PidTagRights',
  'PidTagDeletedOn',
  'PidTagContainerHierarchy',
  'PidTagContainerContents',
  'PidTagFolderAssociatedContents',
]);

/** Of the store as a whole ([MS-OXCSTOR] 2.2.2.1.1). */
export const COMPUTED_OF_MAILBOX: ReadonlySet<string> = new Set([
  ...COMMON,
  'PidTagContentCount',
  'PidTagMessageSize',
  'PidTagMessageSizeExtended',
  'PidTagStoreState',
  'PidTagExtendedRuleSizeLimit',
  'PidTagMaximumSubmitMessageSize',
  'PidTagProhibitReceiveQuota',
  'PidTagProhibitSendQuota',
  'PidTagMailboxOwnerEntryId',
  'PidTagMailboxOwnerName',
  'PidTagUserEntryId',
  'PidTagCodePageId',
]);
