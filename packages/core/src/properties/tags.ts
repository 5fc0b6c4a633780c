// Names, ids and types of [MS-OXPROPS] as published in microsoft/mfcmapi (MIT). Data, not logic: one constant a property.
import { type Tag, tag } from './tag.ts';

export const PidTagAbChooseDirectoryAutomatically: Tag<'PtypBoolean'> = tag(
  'PidTagAbChooseDirectoryAutomatically',
  0x3d1c,
  'PtypBoolean',
);
export const PidTagAbDefaultDir: Tag<'PtypBinary'> = tag('PidTagAbDefaultDir', 0x3d06, 'PtypBinary');
export const PidTagAbDefaultPab: Tag<'PtypBinary'> = tag('PidTagAbDefaultPab', 0x3d07, 'PtypBinary');
export const PidTagAbProviderId: Tag<'PtypBinary'> = tag('PidTagAbProviderId', 0x3615, 'PtypBinary');
export const PidTagAbProviders: Tag<'PtypBinary'> = tag('PidTagAbProviders', 0x3d01, 'PtypBinary');
export const PidTagAbSearchPath: Tag<'PtypMultipleBinary'> = tag('PidTagAbSearchPath', 0x3d05, 'PtypMultipleBinary');
export const PidTagAbSearchPathCustomization: Tag<'PtypInteger32'> = tag(
  'PidTagAbSearchPathCustomization',
  0x3d1b,
  'PtypInteger32',
);
export const PidTagAbSearchPathUpdate: Tag<'PtypBinary'> = tag('PidTagAbSearchPathUpdate', 0x3d11, 'PtypBinary');
export const PidTagAccess: Tag<'PtypInteger32'> = tag('PidTagAccess', 0x0ff4, 'PtypInteger32');
export const PidTagAccessControlListData: Tag<'PtypBinary'> = tag('PidTagAccessControlListData', 0x3fe0, 'PtypBinary');
export const PidTagAccessControlListTable: Tag<'PtypObject'> = tag(
  'PidTagAccessControlListTable',
  0x3fe0,
  'PtypObject',
);
export const PidTagAccessLevel: Tag<'PtypInteger32'> = tag('PidTagAccessLevel', 0x0ff7, 'PtypInteger32');
export const PidTagAccount: Tag<'PtypString'> = tag('PidTagAccount', 0x3a00, 'PtypString');
export const PidTagAcknowledgementMode: Tag<'PtypInteger32'> = tag(
  'PidTagAcknowledgementMode',
  0x0001,
  'PtypInteger32',
);
export const PidTagAdditionalRenEntryIds: Tag<'PtypMultipleBinary'> = tag(
  'PidTagAdditionalRenEntryIds',
  0x36d8,
  'PtypMultipleBinary',
);
export const PidTagAdditionalRenEntryIdsEx: Tag<'PtypBinary'> = tag(
  'PidTagAdditionalRenEntryIdsEx',
  0x36d9,
  'PtypBinary',
);
export const PidTagAddressBookAuthorizedSenders: Tag<'PtypObject'> = tag(
  'PidTagAddressBookAuthorizedSenders',
  0x8cd8,
  'PtypObject',
);
export const PidTagAddressBookContainerId: Tag<'PtypInteger32'> = tag(
  'PidTagAddressBookContainerId',
  0xfffd,
  'PtypInteger32',
);
export const PidTagAddressBookDeliveryContentLength: Tag<'PtypInteger32'> = tag(
  'PidTagAddressBookDeliveryContentLength',
  0x806a,
  'PtypInteger32',
);
export const PidTagAddressBookDisplayNamePrintable: Tag<'PtypString'> = tag(
  'PidTagAddressBookDisplayNamePrintable',
  0x39ff,
  'PtypString',
);
export const PidTagAddressBookDisplayTypeExtended: Tag<'PtypInteger32'> = tag(
  'PidTagAddressBookDisplayTypeExtended',
  0x8c93,
  'PtypInteger32',
);
export const PidTagAddressBookDistributionListExternalMemberCount: Tag<'PtypInteger32'> = tag(
  'PidTagAddressBookDistributionListExternalMemberCount',
  0x8ce3,
  'PtypInteger32',
);
export const PidTagAddressBookDistributionListMemberCount: Tag<'PtypInteger32'> = tag(
  'PidTagAddressBookDistributionListMemberCount',
  0x8ce2,
  'PtypInteger32',
);
export const PidTagAddressBookDistributionListMemberSubmitAccepted: Tag<'PtypObject'> = tag(
  'PidTagAddressBookDistributionListMemberSubmitAccepted',
  0x8073,
  'PtypObject',
);
export const PidTagAddressBookDistributionListMemberSubmitRejected: Tag<'PtypObject'> = tag(
  'PidTagAddressBookDistributionListMemberSubmitRejected',
  0x8cda,
  'PtypObject',
);
export const PidTagAddressBookDistributionListRejectMessagesFromDLMembers: Tag<'PtypObject'> = tag(
  'PidTagAddressBookDistributionListRejectMessagesFromDLMembers',
  0x8cdb,
  'PtypObject',
);
export const PidTagAddressBookEntryId: Tag<'PtypBinary'> = tag('PidTagAddressBookEntryId', 0x663b, 'PtypBinary');
export const PidTagAddressBookExtensionAttribute1: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute1',
  0x802d,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute10: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute10',
  0x8036,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute11: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute11',
  0x8c57,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute12: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute12',
  0x8c58,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute13: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute13',
  0x8c59,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute14: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute14',
  0x8c60,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute15: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute15',
  0x8c61,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute2: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute2',
  0x802e,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute3: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute3',
  0x802f,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute4: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute4',
  0x8030,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute5: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute5',
  0x8031,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute6: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute6',
  0x8032,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute7: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute7',
  0x8033,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute8: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute8',
  0x8034,
  'PtypString',
);
export const PidTagAddressBookExtensionAttribute9: Tag<'PtypString'> = tag(
  'PidTagAddressBookExtensionAttribute9',
  0x8035,
  'PtypString',
);
export const PidTagAddressBookFolderPathname: Tag<'PtypString'> = tag(
  'PidTagAddressBookFolderPathname',
  0x8004,
  'PtypString',
);
export const PidTagAddressBookHierarchicalChildDepartments: Tag<'PtypObject'> = tag(
  'PidTagAddressBookHierarchicalChildDepartments',
  0x8c9a,
  'PtypObject',
);
export const PidTagAddressBookHierarchicalDepartmentMembers: Tag<'PtypObject'> = tag(
  'PidTagAddressBookHierarchicalDepartmentMembers',
  0x8c97,
  'PtypObject',
);
export const PidTagAddressBookHierarchicalIsHierarchicalGroup: Tag<'PtypBoolean'> = tag(
  'PidTagAddressBookHierarchicalIsHierarchicalGroup',
  0x8cdd,
  'PtypBoolean',
);
export const PidTagAddressBookHierarchicalParentDepartment: Tag<'PtypObject'> = tag(
  'PidTagAddressBookHierarchicalParentDepartment',
  0x8c99,
  'PtypObject',
);
export const PidTagAddressBookHierarchicalRootDepartment: Tag<'PtypString8'> = tag(
  'PidTagAddressBookHierarchicalRootDepartment',
  0x8c98,
  'PtypString8',
);
export const PidTagAddressBookHierarchicalShowInDepartments: Tag<'PtypObject'> = tag(
  'PidTagAddressBookHierarchicalShowInDepartments',
  0x8c94,
  'PtypObject',
);
export const PidTagAddressBookHomeMessageDatabase: Tag<'PtypString8'> = tag(
  'PidTagAddressBookHomeMessageDatabase',
  0x8006,
  'PtypString8',
);
export const PidTagAddressBookIsMaster: Tag<'PtypBoolean'> = tag('PidTagAddressBookIsMaster', 0xfffb, 'PtypBoolean');
export const PidTagAddressBookIsMemberOfDistributionList: Tag<'PtypString8'> = tag(
  'PidTagAddressBookIsMemberOfDistributionList',
  0x8008,
  'PtypString8',
);
export const PidTagAddressBookManageDistributionList: Tag<'PtypObject'> = tag(
  'PidTagAddressBookManageDistributionList',
  0x6704,
  'PtypObject',
);
export const PidTagAddressBookManager: Tag<'PtypObject'> = tag('PidTagAddressBookManager', 0x8005, 'PtypObject');
export const PidTagAddressBookManagerDistinguishedName: Tag<'PtypString'> = tag(
  'PidTagAddressBookManagerDistinguishedName',
  0x8005,
  'PtypString',
);
export const PidTagAddressBookMember: Tag<'PtypObject'> = tag('PidTagAddressBookMember', 0x8009, 'PtypObject');
export const PidTagAddressBookMessageId: Tag<'PtypInteger64'> = tag(
  'PidTagAddressBookMessageId',
  0x674f,
  'PtypInteger64',
);
export const PidTagAddressBookModerationEnabled: Tag<'PtypBoolean'> = tag(
  'PidTagAddressBookModerationEnabled',
  0x8cb5,
  'PtypBoolean',
);
export const PidTagAddressBookNetworkAddress: Tag<'PtypMultipleString'> = tag(
  'PidTagAddressBookNetworkAddress',
  0x8170,
  'PtypMultipleString',
);
export const PidTagAddressBookObjectDistinguishedName: Tag<'PtypString'> = tag(
  'PidTagAddressBookObjectDistinguishedName',
  0x803c,
  'PtypString',
);
export const PidTagAddressBookObjectGuid: Tag<'PtypBinary'> = tag('PidTagAddressBookObjectGuid', 0x8c6d, 'PtypBinary');
export const PidTagAddressBookOrganizationalUnitRootDistinguishedName: Tag<'PtypString'> = tag(
  'PidTagAddressBookOrganizationalUnitRootDistinguishedName',
  0x8ca8,
  'PtypString',
);
export const PidTagAddressBookOwner: Tag<'PtypObject'> = tag('PidTagAddressBookOwner', 0x800c, 'PtypObject');
export const PidTagAddressBookOwnerBackLink: Tag<'PtypObject'> = tag(
  'PidTagAddressBookOwnerBackLink',
  0x8024,
  'PtypObject',
);
export const PidTagAddressBookParentEntryId: Tag<'PtypBinary'> = tag(
  'PidTagAddressBookParentEntryId',
  0xfffc,
  'PtypBinary',
);
export const PidTagAddressBookPhoneticCompanyName: Tag<'PtypString'> = tag(
  'PidTagAddressBookPhoneticCompanyName',
  0x8c91,
  'PtypString',
);
export const PidTagAddressBookPhoneticDepartmentName: Tag<'PtypString'> = tag(
  'PidTagAddressBookPhoneticDepartmentName',
  0x8c90,
  'PtypString',
);
export const PidTagAddressBookPhoneticDisplayName: Tag<'PtypString'> = tag(
  'PidTagAddressBookPhoneticDisplayName',
  0x8c92,
  'PtypString',
);
export const PidTagAddressBookPhoneticGivenName: Tag<'PtypString'> = tag(
  'PidTagAddressBookPhoneticGivenName',
  0x8c8e,
  'PtypString',
);
export const PidTagAddressBookPhoneticSurname: Tag<'PtypString'> = tag(
  'PidTagAddressBookPhoneticSurname',
  0x8c8f,
  'PtypString',
);
export const PidTagAddressBookProxyAddresses: Tag<'PtypMultipleString'> = tag(
  'PidTagAddressBookProxyAddresses',
  0x800f,
  'PtypMultipleString',
);
export const PidTagAddressBookPublicDelegates: Tag<'PtypObject'> = tag(
  'PidTagAddressBookPublicDelegates',
  0x8015,
  'PtypObject',
);
export const PidTagAddressBookReports: Tag<'PtypObject'> = tag('PidTagAddressBookReports', 0x800e, 'PtypObject');
export const PidTagAddressBookRoomCapacity: Tag<'PtypInteger32'> = tag(
  'PidTagAddressBookRoomCapacity',
  0x0807,
  'PtypInteger32',
);
export const PidTagAddressBookRoomContainers: Tag<'PtypMultipleString'> = tag(
  'PidTagAddressBookRoomContainers',
  0x8c96,
  'PtypMultipleString',
);
export const PidTagAddressBookRoomDescription: Tag<'PtypString'> = tag(
  'PidTagAddressBookRoomDescription',
  0x0809,
  'PtypString',
);
export const PidTagAddressBookSenderHintTranslations: Tag<'PtypMultipleString'> = tag(
  'PidTagAddressBookSenderHintTranslations',
  0x8cac,
  'PtypMultipleString',
);
export const PidTagAddressBookSeniorityIndex: Tag<'PtypInteger32'> = tag(
  'PidTagAddressBookSeniorityIndex',
  0x8ca0,
  'PtypInteger32',
);
export const PidTagAddressBookTargetAddress: Tag<'PtypString'> = tag(
  'PidTagAddressBookTargetAddress',
  0x8011,
  'PtypString',
);
export const PidTagAddressBookUnauthorizedSenders: Tag<'PtypObject'> = tag(
  'PidTagAddressBookUnauthorizedSenders',
  0x8cd9,
  'PtypObject',
);
export const PidTagAddressBookX509Certificate: Tag<'PtypMultipleBinary'> = tag(
  'PidTagAddressBookX509Certificate',
  0x8c6a,
  'PtypMultipleBinary',
);
export const PidTagAddressType: Tag<'PtypString'> = tag('PidTagAddressType', 0x3002, 'PtypString');
export const PidTagAlternateRecipient: Tag<'PtypBinary'> = tag('PidTagAlternateRecipient', 0x3a01, 'PtypBinary');
export const PidTagAlternateRecipientAllowed: Tag<'PtypBoolean'> = tag(
  'PidTagAlternateRecipientAllowed',
  0x0002,
  'PtypBoolean',
);
export const PidTagAnr: Tag<'PtypString'> = tag('PidTagAnr', 0x360c, 'PtypString');
export const PidTagArchiveDate: Tag<'PtypTime'> = tag('PidTagArchiveDate', 0x301f, 'PtypTime');
export const PidTagArchivePeriod: Tag<'PtypInteger32'> = tag('PidTagArchivePeriod', 0x301e, 'PtypInteger32');
export const PidTagArchiveTag: Tag<'PtypBinary'> = tag('PidTagArchiveTag', 0x3018, 'PtypBinary');
export const PidTagAssistant: Tag<'PtypString'> = tag('PidTagAssistant', 0x3a30, 'PtypString');
export const PidTagAssistantTelephoneNumber: Tag<'PtypString'> = tag(
  'PidTagAssistantTelephoneNumber',
  0x3a2e,
  'PtypString',
);
export const PidTagAssociated: Tag<'PtypBoolean'> = tag('PidTagAssociated', 0x67aa, 'PtypBoolean');
export const PidTagAssociatedContentCount: Tag<'PtypInteger32'> = tag(
  'PidTagAssociatedContentCount',
  0x3617,
  'PtypInteger32',
);
export const PidTagAssociatedSharingProvider: Tag<'PtypGuid'> = tag(
  'PidTagAssociatedSharingProvider',
  0x0ea0,
  'PtypGuid',
);
export const PidTagAttachAdditionalInformation: Tag<'PtypBinary'> = tag(
  'PidTagAttachAdditionalInformation',
  0x370f,
  'PtypBinary',
);
export const PidTagAttachContentBase: Tag<'PtypString'> = tag('PidTagAttachContentBase', 0x3711, 'PtypString');
export const PidTagAttachContentId: Tag<'PtypString'> = tag('PidTagAttachContentId', 0x3712, 'PtypString');
export const PidTagAttachContentLocation: Tag<'PtypString'> = tag('PidTagAttachContentLocation', 0x3713, 'PtypString');
export const PidTagAttachDataBinary: Tag<'PtypBinary'> = tag('PidTagAttachDataBinary', 0x3701, 'PtypBinary');
export const PidTagAttachDataObject: Tag<'PtypObject'> = tag('PidTagAttachDataObject', 0x3701, 'PtypObject');
export const PidTagAttachEncoding: Tag<'PtypBinary'> = tag('PidTagAttachEncoding', 0x3702, 'PtypBinary');
export const PidTagAttachExtension: Tag<'PtypString'> = tag('PidTagAttachExtension', 0x3703, 'PtypString');
export const PidTagAttachFilename: Tag<'PtypString'> = tag('PidTagAttachFilename', 0x3704, 'PtypString');
export const PidTagAttachFlags: Tag<'PtypInteger32'> = tag('PidTagAttachFlags', 0x3714, 'PtypInteger32');
export const PidTagAttachLongFilename: Tag<'PtypString'> = tag('PidTagAttachLongFilename', 0x3707, 'PtypString');
export const PidTagAttachLongPathname: Tag<'PtypString'> = tag('PidTagAttachLongPathname', 0x370d, 'PtypString');
export const PidTagAttachMethod: Tag<'PtypInteger32'> = tag('PidTagAttachMethod', 0x3705, 'PtypInteger32');
export const PidTagAttachMimeSequence: Tag<'PtypInteger32'> = tag('PidTagAttachMimeSequence', 0x3710, 'PtypInteger32');
export const PidTagAttachMimeTag: Tag<'PtypString'> = tag('PidTagAttachMimeTag', 0x370e, 'PtypString');
export const PidTagAttachNumber: Tag<'PtypInteger32'> = tag('PidTagAttachNumber', 0x0e21, 'PtypInteger32');
export const PidTagAttachPathname: Tag<'PtypString'> = tag('PidTagAttachPathname', 0x3708, 'PtypString');
export const PidTagAttachPayloadClass: Tag<'PtypString'> = tag('PidTagAttachPayloadClass', 0x371a, 'PtypString');
export const PidTagAttachPayloadProviderGuidString: Tag<'PtypString'> = tag(
  'PidTagAttachPayloadProviderGuidString',
  0x3719,
  'PtypString',
);
export const PidTagAttachRendering: Tag<'PtypBinary'> = tag('PidTagAttachRendering', 0x3709, 'PtypBinary');
export const PidTagAttachSize: Tag<'PtypInteger32'> = tag('PidTagAttachSize', 0x0e20, 'PtypInteger32');
export const PidTagAttachTag: Tag<'PtypBinary'> = tag('PidTagAttachTag', 0x370a, 'PtypBinary');
export const PidTagAttachTransportName: Tag<'PtypString'> = tag('PidTagAttachTransportName', 0x370c, 'PtypString');
export const PidTagAttachmentContactPhoto: Tag<'PtypBoolean'> = tag(
  'PidTagAttachmentContactPhoto',
  0x7fff,
  'PtypBoolean',
);
export const PidTagAttachmentFlags: Tag<'PtypInteger32'> = tag('PidTagAttachmentFlags', 0x7ffd, 'PtypInteger32');
export const PidTagAttachmentHidden: Tag<'PtypBoolean'> = tag('PidTagAttachmentHidden', 0x7ffe, 'PtypBoolean');
export const PidTagAttachmentLinkId: Tag<'PtypInteger32'> = tag('PidTagAttachmentLinkId', 0x7ffa, 'PtypInteger32');
export const PidTagAttachmentX400Parameters: Tag<'PtypBinary'> = tag(
  'PidTagAttachmentX400Parameters',
  0x3700,
  'PtypBinary',
);
export const PidTagAttributeHidden: Tag<'PtypBoolean'> = tag('PidTagAttributeHidden', 0x10f4, 'PtypBoolean');
export const PidTagAttributeReadOnly: Tag<'PtypBoolean'> = tag('PidTagAttributeReadOnly', 0x10f6, 'PtypBoolean');
export const PidTagAuthorizingUsers: Tag<'PtypBinary'> = tag('PidTagAuthorizingUsers', 0x0003, 'PtypBinary');
export const PidTagAutoForwardComment: Tag<'PtypString'> = tag('PidTagAutoForwardComment', 0x0004, 'PtypString');
export const PidTagAutoForwarded: Tag<'PtypBoolean'> = tag('PidTagAutoForwarded', 0x0005, 'PtypBoolean');
export const PidTagAutoResponseSuppress: Tag<'PtypInteger32'> = tag(
  'PidTagAutoResponseSuppress',
  0x3fdf,
  'PtypInteger32',
);
export const PidTagBirthday: Tag<'PtypTime'> = tag('PidTagBirthday', 0x3a42, 'PtypTime');
export const PidTagBlockStatus: Tag<'PtypInteger32'> = tag('PidTagBlockStatus', 0x1096, 'PtypInteger32');
export const PidTagBody: Tag<'PtypString'> = tag('PidTagBody', 0x1000, 'PtypString');
export const PidTagBodyContentId: Tag<'PtypString'> = tag('PidTagBodyContentId', 0x1015, 'PtypString');
export const PidTagBodyContentLocation: Tag<'PtypString'> = tag('PidTagBodyContentLocation', 0x1014, 'PtypString');
export const PidTagBodyCrc: Tag<'PtypInteger32'> = tag('PidTagBodyCrc', 0x0e1c, 'PtypInteger32');
export const PidTagBodyHtml: Tag<'PtypString'> = tag('PidTagBodyHtml', 0x1013, 'PtypString');
export const PidTagBusiness2TelephoneNumber: Tag<'PtypString'> = tag(
  'PidTagBusiness2TelephoneNumber',
  0x3a1b,
  'PtypString',
);
export const PidTagBusiness2TelephoneNumbers: Tag<'PtypMultipleString'> = tag(
  'PidTagBusiness2TelephoneNumbers',
  0x3a1b,
  'PtypMultipleString',
);
export const PidTagBusinessFaxNumber: Tag<'PtypString'> = tag('PidTagBusinessFaxNumber', 0x3a24, 'PtypString');
export const PidTagBusinessHomePage: Tag<'PtypString'> = tag('PidTagBusinessHomePage', 0x3a51, 'PtypString');
export const PidTagBusinessTelephoneNumber: Tag<'PtypString'> = tag(
  'PidTagBusinessTelephoneNumber',
  0x3a08,
  'PtypString',
);
export const PidTagCallId: Tag<'PtypString'> = tag('PidTagCallId', 0x6806, 'PtypString');
export const PidTagCallbackTelephoneNumber: Tag<'PtypString'> = tag(
  'PidTagCallbackTelephoneNumber',
  0x3a02,
  'PtypString',
);
export const PidTagCarTelephoneNumber: Tag<'PtypString'> = tag('PidTagCarTelephoneNumber', 0x3a1e, 'PtypString');
export const PidTagCdoRecurrenceid: Tag<'PtypTime'> = tag('PidTagCdoRecurrenceid', 0x10c5, 'PtypTime');
export const PidTagChangeKey: Tag<'PtypBinary'> = tag('PidTagChangeKey', 0x65e2, 'PtypBinary');
export const PidTagChangeNumber: Tag<'PtypInteger64'> = tag('PidTagChangeNumber', 0x67a4, 'PtypInteger64');
export const PidTagChildrensNames: Tag<'PtypMultipleString'> = tag(
  'PidTagChildrensNames',
  0x3a58,
  'PtypMultipleString',
);
export const PidTagClientActions: Tag<'PtypBinary'> = tag('PidTagClientActions', 0x6645, 'PtypBinary');
export const PidTagClientSubmitTime: Tag<'PtypTime'> = tag('PidTagClientSubmitTime', 0x0039, 'PtypTime');
export const PidTagCodePageId: Tag<'PtypInteger32'> = tag('PidTagCodePageId', 0x66c3, 'PtypInteger32');
export const PidTagComment: Tag<'PtypString'> = tag('PidTagComment', 0x3004, 'PtypString');
export const PidTagCommonViewsEntryId: Tag<'PtypBinary'> = tag('PidTagCommonViewsEntryId', 0x35e6, 'PtypBinary');
export const PidTagCompanyMainTelephoneNumber: Tag<'PtypString'> = tag(
  'PidTagCompanyMainTelephoneNumber',
  0x3a57,
  'PtypString',
);
export const PidTagCompanyName: Tag<'PtypString'> = tag('PidTagCompanyName', 0x3a16, 'PtypString');
export const PidTagComputerNetworkName: Tag<'PtypString'> = tag('PidTagComputerNetworkName', 0x3a49, 'PtypString');
export const PidTagConflictEntryId: Tag<'PtypBinary'> = tag('PidTagConflictEntryId', 0x3ff0, 'PtypBinary');
export const PidTagConflictItems: Tag<'PtypMultipleBinary'> = tag('PidTagConflictItems', 0x1098, 'PtypMultipleBinary');
export const PidTagContactAddressBookDisplayNames: Tag<'PtypMultipleString8'> = tag(
  'PidTagContactAddressBookDisplayNames',
  0x6624,
  'PtypMultipleString8',
);
export const PidTagContactAddressBookFolderEntryId: Tag<'PtypBinary'> = tag(
  'PidTagContactAddressBookFolderEntryId',
  0x6610,
  'PtypBinary',
);
export const PidTagContactAddressBookFolderEntryIds: Tag<'PtypMultipleBinary'> = tag(
  'PidTagContactAddressBookFolderEntryIds',
  0x6620,
  'PtypMultipleBinary',
);
export const PidTagContactAddressBookFolderName: Tag<'PtypString8'> = tag(
  'PidTagContactAddressBookFolderName',
  0x6613,
  'PtypString8',
);
export const PidTagContactAddressBookFolderNames: Tag<'PtypMultipleString8'> = tag(
  'PidTagContactAddressBookFolderNames',
  0x6623,
  'PtypMultipleString8',
);
export const PidTagContactAddressBookMultipleAddressFlag: Tag<'PtypBoolean'> = tag(
  'PidTagContactAddressBookMultipleAddressFlag',
  0x6614,
  'PtypBoolean',
);
export const PidTagContactAddressBookMultipleAddressFlags: Tag<'PtypMultipleInteger32'> = tag(
  'PidTagContactAddressBookMultipleAddressFlags',
  0x6625,
  'PtypMultipleInteger32',
);
export const PidTagContactAddressBookSortFlag: Tag<'PtypBoolean'> = tag(
  'PidTagContactAddressBookSortFlag',
  0x6602,
  'PtypBoolean',
);
export const PidTagContactAddressBookStoreEntryIds: Tag<'PtypMultipleBinary'> = tag(
  'PidTagContactAddressBookStoreEntryIds',
  0x6626,
  'PtypMultipleBinary',
);
export const PidTagContactAddressBookStoreName: Tag<'PtypString8'> = tag(
  'PidTagContactAddressBookStoreName',
  0x6612,
  'PtypString8',
);
export const PidTagContactAddressBookStoreNames: Tag<'PtypMultipleString8'> = tag(
  'PidTagContactAddressBookStoreNames',
  0x6622,
  'PtypMultipleString8',
);
export const PidTagContactAddressBookStoreSupportMask: Tag<'PtypInteger32'> = tag(
  'PidTagContactAddressBookStoreSupportMask',
  0x6611,
  'PtypInteger32',
);
export const PidTagContactAddressBookStoreSupportMasks: Tag<'PtypMultipleInteger32'> = tag(
  'PidTagContactAddressBookStoreSupportMasks',
  0x6621,
  'PtypMultipleInteger32',
);
export const PidTagContactAddressBookUid: Tag<'PtypBinary'> = tag('PidTagContactAddressBookUid', 0x6601, 'PtypBinary');
export const PidTagContactAddressTypes: Tag<'PtypMultipleString'> = tag(
  'PidTagContactAddressTypes',
  0x3a54,
  'PtypMultipleString',
);
export const PidTagContactVersion: Tag<'PtypGuid'> = tag('PidTagContactVersion', 0x3a52, 'PtypGuid');
export const PidTagContainerClass: Tag<'PtypString'> = tag('PidTagContainerClass', 0x3613, 'PtypString');
export const PidTagContainerContents: Tag<'PtypObject'> = tag('PidTagContainerContents', 0x360f, 'PtypObject');
export const PidTagContainerFlags: Tag<'PtypInteger32'> = tag('PidTagContainerFlags', 0x3600, 'PtypInteger32');
export const PidTagContainerHierarchy: Tag<'PtypObject'> = tag('PidTagContainerHierarchy', 0x360e, 'PtypObject');
export const PidTagContainerModifyVersion: Tag<'PtypInteger64'> = tag(
  'PidTagContainerModifyVersion',
  0x3614,
  'PtypInteger64',
);
export const PidTagContentConfidentialityAlgorithmId: Tag<'PtypBinary'> = tag(
  'PidTagContentConfidentialityAlgorithmId',
  0x0006,
  'PtypBinary',
);
export const PidTagContentCorrelator: Tag<'PtypBinary'> = tag('PidTagContentCorrelator', 0x0007, 'PtypBinary');
export const PidTagContentCount: Tag<'PtypInteger32'> = tag('PidTagContentCount', 0x3602, 'PtypInteger32');
export const PidTagContentFilterSpamConfidenceLevel: Tag<'PtypInteger32'> = tag(
  'PidTagContentFilterSpamConfidenceLevel',
  0x4076,
  'PtypInteger32',
);
export const PidTagContentIdentifier: Tag<'PtypString'> = tag('PidTagContentIdentifier', 0x0008, 'PtypString');
export const PidTagContentIntegrityCheck: Tag<'PtypBinary'> = tag('PidTagContentIntegrityCheck', 0x0c00, 'PtypBinary');
export const PidTagContentLength: Tag<'PtypInteger32'> = tag('PidTagContentLength', 0x0009, 'PtypInteger32');
export const PidTagContentReturnRequested: Tag<'PtypBoolean'> = tag(
  'PidTagContentReturnRequested',
  0x000a,
  'PtypBoolean',
);
export const PidTagContentSortOrder: Tag<'PtypMultipleInteger32'> = tag(
  'PidTagContentSortOrder',
  0x360d,
  'PtypMultipleInteger32',
);
export const PidTagContentUnreadCount: Tag<'PtypInteger32'> = tag('PidTagContentUnreadCount', 0x3603, 'PtypInteger32');
export const PidTagControlFlags: Tag<'PtypInteger32'> = tag('PidTagControlFlags', 0x3f00, 'PtypInteger32');
export const PidTagControlId: Tag<'PtypBinary'> = tag('PidTagControlId', 0x3f07, 'PtypBinary');
export const PidTagControlStructure: Tag<'PtypBinary'> = tag('PidTagControlStructure', 0x3f01, 'PtypBinary');
export const PidTagControlType: Tag<'PtypInteger32'> = tag('PidTagControlType', 0x3f02, 'PtypInteger32');
export const PidTagConversationId: Tag<'PtypBinary'> = tag('PidTagConversationId', 0x3013, 'PtypBinary');
export const PidTagConversationIndex: Tag<'PtypBinary'> = tag('PidTagConversationIndex', 0x0071, 'PtypBinary');
export const PidTagConversationIndexTracking: Tag<'PtypBoolean'> = tag(
  'PidTagConversationIndexTracking',
  0x3016,
  'PtypBoolean',
);
export const PidTagConversationKey: Tag<'PtypBinary'> = tag('PidTagConversationKey', 0x000b, 'PtypBinary');
export const PidTagConversationTopic: Tag<'PtypString'> = tag('PidTagConversationTopic', 0x0070, 'PtypString');
export const PidTagConversionEits: Tag<'PtypBinary'> = tag('PidTagConversionEits', 0x000c, 'PtypBinary');
export const PidTagConversionProhibited: Tag<'PtypBoolean'> = tag('PidTagConversionProhibited', 0x3a03, 'PtypBoolean');
export const PidTagConversionWithLossProhibited: Tag<'PtypBoolean'> = tag(
  'PidTagConversionWithLossProhibited',
  0x000d,
  'PtypBoolean',
);
export const PidTagConvertedEits: Tag<'PtypBinary'> = tag('PidTagConvertedEits', 0x000e, 'PtypBinary');
export const PidTagCorrelate: Tag<'PtypBoolean'> = tag('PidTagCorrelate', 0x0e0c, 'PtypBoolean');
export const PidTagCorrelateMtsid: Tag<'PtypBinary'> = tag('PidTagCorrelateMtsid', 0x0e0d, 'PtypBinary');
export const PidTagCountry: Tag<'PtypString'> = tag('PidTagCountry', 0x3a26, 'PtypString');
export const PidTagCreateTemplates: Tag<'PtypObject'> = tag('PidTagCreateTemplates', 0x3604, 'PtypObject');
export const PidTagCreationTime: Tag<'PtypTime'> = tag('PidTagCreationTime', 0x3007, 'PtypTime');
export const PidTagCreationVersion: Tag<'PtypInteger64'> = tag('PidTagCreationVersion', 0x0e19, 'PtypInteger64');
export const PidTagCreatorEntryId: Tag<'PtypBinary'> = tag('PidTagCreatorEntryId', 0x3ff9, 'PtypBinary');
export const PidTagCreatorName: Tag<'PtypString'> = tag('PidTagCreatorName', 0x3ff8, 'PtypString');
export const PidTagCurrentVersion: Tag<'PtypInteger64'> = tag('PidTagCurrentVersion', 0x0e00, 'PtypInteger64');
export const PidTagCustomerId: Tag<'PtypString'> = tag('PidTagCustomerId', 0x3a4a, 'PtypString');
export const PidTagDamBackPatched: Tag<'PtypBoolean'> = tag('PidTagDamBackPatched', 0x6647, 'PtypBoolean');
export const PidTagDamOriginalEntryId: Tag<'PtypBinary'> = tag('PidTagDamOriginalEntryId', 0x6646, 'PtypBinary');
export const PidTagDefCreateDl: Tag<'PtypBinary'> = tag('PidTagDefCreateDl', 0x3611, 'PtypBinary');
export const PidTagDefCreateMailuser: Tag<'PtypBinary'> = tag('PidTagDefCreateMailuser', 0x3612, 'PtypBinary');
export const PidTagDefaultPostMessageClass: Tag<'PtypString'> = tag(
  'PidTagDefaultPostMessageClass',
  0x36e5,
  'PtypString',
);
export const PidTagDefaultProfile: Tag<'PtypBoolean'> = tag('PidTagDefaultProfile', 0x3d04, 'PtypBoolean');
export const PidTagDefaultStore: Tag<'PtypBoolean'> = tag('PidTagDefaultStore', 0x3400, 'PtypBoolean');
export const PidTagDefaultViewEntryId: Tag<'PtypBinary'> = tag('PidTagDefaultViewEntryId', 0x3616, 'PtypBinary');
export const PidTagDeferredActionMessageOriginalEntryId: Tag<'PtypServerId'> = tag(
  'PidTagDeferredActionMessageOriginalEntryId',
  0x6741,
  'PtypServerId',
);
export const PidTagDeferredDeliveryTime: Tag<'PtypTime'> = tag('PidTagDeferredDeliveryTime', 0x000f, 'PtypTime');
export const PidTagDeferredSendNumber: Tag<'PtypInteger32'> = tag('PidTagDeferredSendNumber', 0x3feb, 'PtypInteger32');
export const PidTagDeferredSendTime: Tag<'PtypTime'> = tag('PidTagDeferredSendTime', 0x3fef, 'PtypTime');
export const PidTagDeferredSendUnits: Tag<'PtypInteger32'> = tag('PidTagDeferredSendUnits', 0x3fec, 'PtypInteger32');
export const PidTagDelegateFlags: Tag<'PtypMultipleInteger32'> = tag(
  'PidTagDelegateFlags',
  0x686b,
  'PtypMultipleInteger32',
);
export const PidTagDelegatedByRule: Tag<'PtypBoolean'> = tag('PidTagDelegatedByRule', 0x3fe3, 'PtypBoolean');
export const PidTagDelegation: Tag<'PtypBinary'> = tag('PidTagDelegation', 0x007e, 'PtypBinary');
export const PidTagDeleteAfterSubmit: Tag<'PtypBoolean'> = tag('PidTagDeleteAfterSubmit', 0x0e01, 'PtypBoolean');
export const PidTagDeletedCountTotal: Tag<'PtypInteger32'> = tag('PidTagDeletedCountTotal', 0x670b, 'PtypInteger32');
export const PidTagDeletedOn: Tag<'PtypTime'> = tag('PidTagDeletedOn', 0x668f, 'PtypTime');
export const PidTagDeliverTime: Tag<'PtypTime'> = tag('PidTagDeliverTime', 0x0010, 'PtypTime');
export const PidTagDeliveryPoint: Tag<'PtypInteger32'> = tag('PidTagDeliveryPoint', 0x0c07, 'PtypInteger32');
export const PidTagDeltaX: Tag<'PtypInteger32'> = tag('PidTagDeltaX', 0x3f03, 'PtypInteger32');
export const PidTagDeltaY: Tag<'PtypInteger32'> = tag('PidTagDeltaY', 0x3f04, 'PtypInteger32');
export const PidTagDepartmentName: Tag<'PtypString'> = tag('PidTagDepartmentName', 0x3a18, 'PtypString');
export const PidTagDepth: Tag<'PtypInteger32'> = tag('PidTagDepth', 0x3005, 'PtypInteger32');
export const PidTagDetailsTable: Tag<'PtypObject'> = tag('PidTagDetailsTable', 0x3605, 'PtypObject');
export const PidTagDiscVal: Tag<'PtypBoolean'> = tag('PidTagDiscVal', 0x004a, 'PtypBoolean');
export const PidTagDiscardReason: Tag<'PtypInteger32'> = tag('PidTagDiscardReason', 0x0011, 'PtypInteger32');
export const PidTagDisclosureOfRecipients: Tag<'PtypBoolean'> = tag(
  'PidTagDisclosureOfRecipients',
  0x0012,
  'PtypBoolean',
);
export const PidTagDiscreteValues: Tag<'PtypBoolean'> = tag('PidTagDiscreteValues', 0x0e0e, 'PtypBoolean');
export const PidTagDisplayBcc: Tag<'PtypString'> = tag('PidTagDisplayBcc', 0x0e02, 'PtypString');
export const PidTagDisplayCc: Tag<'PtypString'> = tag('PidTagDisplayCc', 0x0e03, 'PtypString');
export const PidTagDisplayName: Tag<'PtypString'> = tag('PidTagDisplayName', 0x3001, 'PtypString');
export const PidTagDisplayNamePrefix: Tag<'PtypString'> = tag('PidTagDisplayNamePrefix', 0x3a45, 'PtypString');
export const PidTagDisplayTo: Tag<'PtypString'> = tag('PidTagDisplayTo', 0x0e04, 'PtypString');
export const PidTagDisplayType: Tag<'PtypInteger32'> = tag('PidTagDisplayType', 0x3900, 'PtypInteger32');
export const PidTagDisplayTypeEx: Tag<'PtypInteger32'> = tag('PidTagDisplayTypeEx', 0x3905, 'PtypInteger32');
export const PidTagDistributionListExpansionHistory: Tag<'PtypBinary'> = tag(
  'PidTagDistributionListExpansionHistory',
  0x0013,
  'PtypBinary',
);
export const PidTagDistributionListExpansionProhibited: Tag<'PtypBoolean'> = tag(
  'PidTagDistributionListExpansionProhibited',
  0x0014,
  'PtypBoolean',
);
export const PidTagEmailAddress: Tag<'PtypString'> = tag('PidTagEmailAddress', 0x3003, 'PtypString');
export const PidTagEmailAddress1: Tag<'PtypString'> = tag('PidTagEmailAddress1', 0x8093, 'PtypString');
export const PidTagEndDate: Tag<'PtypTime'> = tag('PidTagEndDate', 0x0061, 'PtypTime');
export const PidTagEntryId: Tag<'PtypBinary'> = tag('PidTagEntryId', 0x0fff, 'PtypBinary');
export const PidTagExceptionEndTime: Tag<'PtypTime'> = tag('PidTagExceptionEndTime', 0x7ffc, 'PtypTime');
export const PidTagExceptionReplaceTime: Tag<'PtypTime'> = tag('PidTagExceptionReplaceTime', 0x7ff9, 'PtypTime');
export const PidTagExceptionStartTime: Tag<'PtypTime'> = tag('PidTagExceptionStartTime', 0x7ffb, 'PtypTime');
export const PidTagExchangeNTSecurityDescriptor: Tag<'PtypBinary'> = tag(
  'PidTagExchangeNTSecurityDescriptor',
  0x0e84,
  'PtypBinary',
);
export const PidTagExchangeProfileSectionId: Tag<'PtypBinary'> = tag(
  'PidTagExchangeProfileSectionId',
  0x3d15,
  'PtypBinary',
);
export const PidTagExchangeRemoteHeader: Tag<'PtypBoolean'> = tag('PidTagExchangeRemoteHeader', 0x0e2a, 'PtypBoolean');
export const PidTagExpiryNumber: Tag<'PtypInteger32'> = tag('PidTagExpiryNumber', 0x3fed, 'PtypInteger32');
export const PidTagExpiryTime: Tag<'PtypTime'> = tag('PidTagExpiryTime', 0x0015, 'PtypTime');
export const PidTagExpiryUnits: Tag<'PtypInteger32'> = tag('PidTagExpiryUnits', 0x3fee, 'PtypInteger32');
export const PidTagExplicitConversion: Tag<'PtypInteger32'> = tag('PidTagExplicitConversion', 0x0c01, 'PtypInteger32');
export const PidTagExtendedFolderFlags: Tag<'PtypBinary'> = tag('PidTagExtendedFolderFlags', 0x36da, 'PtypBinary');
export const PidTagExtendedRuleMessageActions: Tag<'PtypBinary'> = tag(
  'PidTagExtendedRuleMessageActions',
  0x0e99,
  'PtypBinary',
);
export const PidTagExtendedRuleMessageCondition: Tag<'PtypBinary'> = tag(
  'PidTagExtendedRuleMessageCondition',
  0x0e9a,
  'PtypBinary',
);
export const PidTagExtendedRuleSizeLimit: Tag<'PtypInteger32'> = tag(
  'PidTagExtendedRuleSizeLimit',
  0x0e9b,
  'PtypInteger32',
);
export const PidTagFaxNumberOfPages: Tag<'PtypInteger32'> = tag('PidTagFaxNumberOfPages', 0x6804, 'PtypInteger32');
export const PidTagFilteringHooks: Tag<'PtypBinary'> = tag('PidTagFilteringHooks', 0x3d08, 'PtypBinary');
export const PidTagFinderEntryId: Tag<'PtypBinary'> = tag('PidTagFinderEntryId', 0x35e7, 'PtypBinary');
export const PidTagFlagCompleteTime: Tag<'PtypTime'> = tag('PidTagFlagCompleteTime', 0x1091, 'PtypTime');
export const PidTagFlagStatus: Tag<'PtypInteger32'> = tag('PidTagFlagStatus', 0x1090, 'PtypInteger32');
export const PidTagFlatUrlName: Tag<'PtypString'> = tag('PidTagFlatUrlName', 0x670e, 'PtypString');
export const PidTagFolderAssociatedContents: Tag<'PtypObject'> = tag(
  'PidTagFolderAssociatedContents',
  0x3610,
  'PtypObject',
);
export const PidTagFolderFlags: Tag<'PtypInteger32'> = tag('PidTagFolderFlags', 0x66a8, 'PtypInteger32');
export const PidTagFolderId: Tag<'PtypInteger64'> = tag('PidTagFolderId', 0x6748, 'PtypInteger64');
export const PidTagFolderType: Tag<'PtypInteger32'> = tag('PidTagFolderType', 0x3601, 'PtypInteger32');
export const PidTagFolderWebviewinfo: Tag<'PtypBinary'> = tag('PidTagFolderWebviewinfo', 0x36df, 'PtypBinary');
export const PidTagFollowupIcon: Tag<'PtypInteger32'> = tag('PidTagFollowupIcon', 0x1095, 'PtypInteger32');
export const PidTagFormCategory: Tag<'PtypString'> = tag('PidTagFormCategory', 0x3304, 'PtypString');
export const PidTagFormCategorySub: Tag<'PtypString'> = tag('PidTagFormCategorySub', 0x3305, 'PtypString');
export const PidTagFormClassId: Tag<'PtypGuid'> = tag('PidTagFormClassId', 0x3302, 'PtypGuid');
export const PidTagFormContactName: Tag<'PtypString'> = tag('PidTagFormContactName', 0x3303, 'PtypString');
export const PidTagFormDesignerGuid: Tag<'PtypGuid'> = tag('PidTagFormDesignerGuid', 0x3309, 'PtypGuid');
export const PidTagFormDesignerName: Tag<'PtypString'> = tag('PidTagFormDesignerName', 0x3308, 'PtypString');
export const PidTagFormHidden: Tag<'PtypBoolean'> = tag('PidTagFormHidden', 0x3307, 'PtypBoolean');
export const PidTagFormHostMap: Tag<'PtypMultipleInteger32'> = tag(
  'PidTagFormHostMap',
  0x3306,
  'PtypMultipleInteger32',
);
export const PidTagFormMessageBehavior: Tag<'PtypInteger32'> = tag(
  'PidTagFormMessageBehavior',
  0x330a,
  'PtypInteger32',
);
export const PidTagFormVersion: Tag<'PtypString'> = tag('PidTagFormVersion', 0x3301, 'PtypString');
export const PidTagFreeBusyCountMonths: Tag<'PtypInteger32'> = tag(
  'PidTagFreeBusyCountMonths',
  0x6869,
  'PtypInteger32',
);
export const PidTagFreeBusyEntryIds: Tag<'PtypMultipleBinary'> = tag(
  'PidTagFreeBusyEntryIds',
  0x36e4,
  'PtypMultipleBinary',
);
export const PidTagFreeBusyMessageEmailAddress: Tag<'PtypString'> = tag(
  'PidTagFreeBusyMessageEmailAddress',
  0x6849,
  'PtypString',
);
export const PidTagFreeBusyPublishEnd: Tag<'PtypInteger32'> = tag('PidTagFreeBusyPublishEnd', 0x6848, 'PtypInteger32');
export const PidTagFreeBusyPublishStart: Tag<'PtypInteger32'> = tag(
  'PidTagFreeBusyPublishStart',
  0x6847,
  'PtypInteger32',
);
export const PidTagFreeBusyRangeTimestamp: Tag<'PtypTime'> = tag('PidTagFreeBusyRangeTimestamp', 0x6868, 'PtypTime');
export const PidTagFtpSite: Tag<'PtypString'> = tag('PidTagFtpSite', 0x3a4c, 'PtypString');
export const PidTagGatewayNeedsToRefresh: Tag<'PtypBoolean'> = tag(
  'PidTagGatewayNeedsToRefresh',
  0x6846,
  'PtypBoolean',
);
export const PidTagGender: Tag<'PtypInteger16'> = tag('PidTagGender', 0x3a4d, 'PtypInteger16');
export const PidTagGeneration: Tag<'PtypString'> = tag('PidTagGeneration', 0x3a05, 'PtypString');
export const PidTagGivenName: Tag<'PtypString'> = tag('PidTagGivenName', 0x3a06, 'PtypString');
export const PidTagGovernmentIdNumber: Tag<'PtypString'> = tag('PidTagGovernmentIdNumber', 0x3a07, 'PtypString');
export const PidTagHasAttachments: Tag<'PtypBoolean'> = tag('PidTagHasAttachments', 0x0e1b, 'PtypBoolean');
export const PidTagHasDeferredActionMessages: Tag<'PtypBoolean'> = tag(
  'PidTagHasDeferredActionMessages',
  0x3fea,
  'PtypBoolean',
);
export const PidTagHasNamedProperties: Tag<'PtypBoolean'> = tag('PidTagHasNamedProperties', 0x664a, 'PtypBoolean');
export const PidTagHasRules: Tag<'PtypBoolean'> = tag('PidTagHasRules', 0x663a, 'PtypBoolean');
export const PidTagHeaderFolderEntryId: Tag<'PtypBinary'> = tag('PidTagHeaderFolderEntryId', 0x3e0a, 'PtypBinary');
export const PidTagHierRev: Tag<'PtypTime'> = tag('PidTagHierRev', 0x4082, 'PtypTime');
export const PidTagHierarchyChangeNumber: Tag<'PtypInteger32'> = tag(
  'PidTagHierarchyChangeNumber',
  0x663e,
  'PtypInteger32',
);
export const PidTagHobbies: Tag<'PtypString'> = tag('PidTagHobbies', 0x3a43, 'PtypString');
export const PidTagHome2TelephoneNumber: Tag<'PtypString'> = tag('PidTagHome2TelephoneNumber', 0x3a2f, 'PtypString');
export const PidTagHome2TelephoneNumbers: Tag<'PtypMultipleString'> = tag(
  'PidTagHome2TelephoneNumbers',
  0x3a2f,
  'PtypMultipleString',
);
export const PidTagHomeAddressCity: Tag<'PtypString'> = tag('PidTagHomeAddressCity', 0x3a59, 'PtypString');
export const PidTagHomeAddressCountry: Tag<'PtypString'> = tag('PidTagHomeAddressCountry', 0x3a5a, 'PtypString');
export const PidTagHomeAddressPostOfficeBox: Tag<'PtypString'> = tag(
  'PidTagHomeAddressPostOfficeBox',
  0x3a5e,
  'PtypString',
);
export const PidTagHomeAddressPostalCode: Tag<'PtypString'> = tag('PidTagHomeAddressPostalCode', 0x3a5b, 'PtypString');
export const PidTagHomeAddressStateOrProvince: Tag<'PtypString'> = tag(
  'PidTagHomeAddressStateOrProvince',
  0x3a5c,
  'PtypString',
);
export const PidTagHomeAddressStreet: Tag<'PtypString'> = tag('PidTagHomeAddressStreet', 0x3a5d, 'PtypString');
export const PidTagHomeFaxNumber: Tag<'PtypString'> = tag('PidTagHomeFaxNumber', 0x3a25, 'PtypString');
export const PidTagHomeTelephoneNumber: Tag<'PtypString'> = tag('PidTagHomeTelephoneNumber', 0x3a09, 'PtypString');
export const PidTagHtml: Tag<'PtypBinary'> = tag('PidTagHtml', 0x1013, 'PtypBinary');
export const PidTagICalendarEndTime: Tag<'PtypTime'> = tag('PidTagICalendarEndTime', 0x10c4, 'PtypTime');
export const PidTagICalendarReminderNextTime: Tag<'PtypTime'> = tag(
  'PidTagICalendarReminderNextTime',
  0x10ca,
  'PtypTime',
);
export const PidTagICalendarStartTime: Tag<'PtypTime'> = tag('PidTagICalendarStartTime', 0x10c3, 'PtypTime');
export const PidTagIcon: Tag<'PtypBinary'> = tag('PidTagIcon', 0x0ffd, 'PtypBinary');
export const PidTagIconIndex: Tag<'PtypInteger32'> = tag('PidTagIconIndex', 0x1080, 'PtypInteger32');
export const PidTagIdentityDisplay: Tag<'PtypString'> = tag('PidTagIdentityDisplay', 0x3e00, 'PtypString');
export const PidTagIdentityEntryId: Tag<'PtypBinary'> = tag('PidTagIdentityEntryId', 0x3e01, 'PtypBinary');
export const PidTagIdentitySearchKey: Tag<'PtypBinary'> = tag('PidTagIdentitySearchKey', 0x3e05, 'PtypBinary');
export const PidTagImapCachedMsgsize: Tag<'PtypBinary'> = tag('PidTagImapCachedMsgsize', 0x10f0, 'PtypBinary');
export const PidTagImplicitConversionProhibited: Tag<'PtypBoolean'> = tag(
  'PidTagImplicitConversionProhibited',
  0x0016,
  'PtypBoolean',
);
export const PidTagImportance: Tag<'PtypInteger32'> = tag('PidTagImportance', 0x0017, 'PtypInteger32');
export const PidTagInConflict: Tag<'PtypBoolean'> = tag('PidTagInConflict', 0x666c, 'PtypBoolean');
export const PidTagInReplyToId: Tag<'PtypString'> = tag('PidTagInReplyToId', 0x1042, 'PtypString');
export const PidTagIncompleteCopy: Tag<'PtypBoolean'> = tag('PidTagIncompleteCopy', 0x0035, 'PtypBoolean');
export const PidTagInitialDetailsPane: Tag<'PtypInteger32'> = tag('PidTagInitialDetailsPane', 0x3f08, 'PtypInteger32');
export const PidTagInitials: Tag<'PtypString'> = tag('PidTagInitials', 0x3a0a, 'PtypString');
export const PidTagInstID: Tag<'PtypInteger64'> = tag('PidTagInstID', 0x674d, 'PtypInteger64');
export const PidTagInstanceKey: Tag<'PtypBinary'> = tag('PidTagInstanceKey', 0x0ff6, 'PtypBinary');
export const PidTagInstanceNum: Tag<'PtypInteger32'> = tag('PidTagInstanceNum', 0x674e, 'PtypInteger32');
export const PidTagInternetApproved: Tag<'PtypString'> = tag('PidTagInternetApproved', 0x1030, 'PtypString');
export const PidTagInternetArticleNumber: Tag<'PtypInteger32'> = tag(
  'PidTagInternetArticleNumber',
  0x0e23,
  'PtypInteger32',
);
export const PidTagInternetCodepage: Tag<'PtypInteger32'> = tag('PidTagInternetCodepage', 0x3fde, 'PtypInteger32');
export const PidTagInternetControl: Tag<'PtypString'> = tag('PidTagInternetControl', 0x1031, 'PtypString');
export const PidTagInternetDistribution: Tag<'PtypString'> = tag('PidTagInternetDistribution', 0x1032, 'PtypString');
export const PidTagInternetFollowupTo: Tag<'PtypString'> = tag('PidTagInternetFollowupTo', 0x1033, 'PtypString');
export const PidTagInternetLines: Tag<'PtypInteger32'> = tag('PidTagInternetLines', 0x1034, 'PtypInteger32');
export const PidTagInternetMailOverrideFormat: Tag<'PtypInteger32'> = tag(
  'PidTagInternetMailOverrideFormat',
  0x5902,
  'PtypInteger32',
);
export const PidTagInternetMessageId: Tag<'PtypString'> = tag('PidTagInternetMessageId', 0x1035, 'PtypString');
export const PidTagInternetNntpPath: Tag<'PtypString'> = tag('PidTagInternetNntpPath', 0x1038, 'PtypString');
export const PidTagInternetOrganization: Tag<'PtypString'> = tag('PidTagInternetOrganization', 0x1037, 'PtypString');
export const PidTagInternetReferences: Tag<'PtypString'> = tag('PidTagInternetReferences', 0x1039, 'PtypString');
export const PidTagInternetReturnPath: Tag<'PtypString'> = tag('PidTagInternetReturnPath', 0x1046, 'PtypString');
export const PidTagIpmAppointmentEntryId: Tag<'PtypBinary'> = tag('PidTagIpmAppointmentEntryId', 0x36d0, 'PtypBinary');
export const PidTagIpmContactEntryId: Tag<'PtypBinary'> = tag('PidTagIpmContactEntryId', 0x36d1, 'PtypBinary');
export const PidTagIpmDraftsEntryId: Tag<'PtypBinary'> = tag('PidTagIpmDraftsEntryId', 0x36d7, 'PtypBinary');
export const PidTagIpmId: Tag<'PtypBinary'> = tag('PidTagIpmId', 0x0018, 'PtypBinary');
export const PidTagIpmJournalEntryId: Tag<'PtypBinary'> = tag('PidTagIpmJournalEntryId', 0x36d2, 'PtypBinary');
export const PidTagIpmNoteEntryId: Tag<'PtypBinary'> = tag('PidTagIpmNoteEntryId', 0x36d3, 'PtypBinary');
export const PidTagIpmOutboxEntryId: Tag<'PtypBinary'> = tag('PidTagIpmOutboxEntryId', 0x35e2, 'PtypBinary');
export const PidTagIpmOutboxSearchKey: Tag<'PtypBinary'> = tag('PidTagIpmOutboxSearchKey', 0x3411, 'PtypBinary');
export const PidTagIpmReturnRequested: Tag<'PtypBoolean'> = tag('PidTagIpmReturnRequested', 0x0c02, 'PtypBoolean');
export const PidTagIpmSentMailEntryId: Tag<'PtypBinary'> = tag('PidTagIpmSentMailEntryId', 0x35e4, 'PtypBinary');
export const PidTagIpmSentMailSearchKey: Tag<'PtypBinary'> = tag('PidTagIpmSentMailSearchKey', 0x3413, 'PtypBinary');
export const PidTagIpmSubtreeEntryId: Tag<'PtypBinary'> = tag('PidTagIpmSubtreeEntryId', 0x35e0, 'PtypBinary');
export const PidTagIpmSubtreeSearchKey: Tag<'PtypBinary'> = tag('PidTagIpmSubtreeSearchKey', 0x3410, 'PtypBinary');
export const PidTagIpmTaskEntryId: Tag<'PtypBinary'> = tag('PidTagIpmTaskEntryId', 0x36d4, 'PtypBinary');
export const PidTagIpmWastebasketEntryId: Tag<'PtypBinary'> = tag('PidTagIpmWastebasketEntryId', 0x35e3, 'PtypBinary');
export const PidTagIpmWastebasketSearchKey: Tag<'PtypBinary'> = tag(
  'PidTagIpmWastebasketSearchKey',
  0x3412,
  'PtypBinary',
);
export const PidTagIsdnNumber: Tag<'PtypString'> = tag('PidTagIsdnNumber', 0x3a2d, 'PtypString');
export const PidTagItemTemporaryflags: Tag<'PtypInteger32'> = tag('PidTagItemTemporaryflags', 0x1097, 'PtypInteger32');
export const PidTagJunkAddRecipientsToSafeSendersList: Tag<'PtypInteger32'> = tag(
  'PidTagJunkAddRecipientsToSafeSendersList',
  0x6103,
  'PtypInteger32',
);
export const PidTagJunkIncludeContacts: Tag<'PtypInteger32'> = tag(
  'PidTagJunkIncludeContacts',
  0x6100,
  'PtypInteger32',
);
export const PidTagJunkPermanentlyDelete: Tag<'PtypInteger32'> = tag(
  'PidTagJunkPermanentlyDelete',
  0x6102,
  'PtypInteger32',
);
export const PidTagJunkPhishingEnableLinks: Tag<'PtypBoolean'> = tag(
  'PidTagJunkPhishingEnableLinks',
  0x6107,
  'PtypBoolean',
);
export const PidTagJunkThreshold: Tag<'PtypInteger32'> = tag('PidTagJunkThreshold', 0x6101, 'PtypInteger32');
export const PidTagKeyword: Tag<'PtypString'> = tag('PidTagKeyword', 0x3a0b, 'PtypString');
export const PidTagLanguage: Tag<'PtypString'> = tag('PidTagLanguage', 0x3a0c, 'PtypString');
export const PidTagLanguages: Tag<'PtypString'> = tag('PidTagLanguages', 0x002f, 'PtypString');
export const PidTagLastModificationTime: Tag<'PtypTime'> = tag('PidTagLastModificationTime', 0x3008, 'PtypTime');
export const PidTagLastModifierEntryId: Tag<'PtypBinary'> = tag('PidTagLastModifierEntryId', 0x3ffb, 'PtypBinary');
export const PidTagLastModifierName: Tag<'PtypString'> = tag('PidTagLastModifierName', 0x3ffa, 'PtypString');
export const PidTagLastVerbExecuted: Tag<'PtypInteger32'> = tag('PidTagLastVerbExecuted', 0x1081, 'PtypInteger32');
export const PidTagLastVerbExecutionTime: Tag<'PtypTime'> = tag('PidTagLastVerbExecutionTime', 0x1082, 'PtypTime');
export const PidTagLatestDeliveryTime: Tag<'PtypTime'> = tag('PidTagLatestDeliveryTime', 0x0019, 'PtypTime');
export const PidTagLatestPstEnsure: Tag<'PtypInteger32'> = tag('PidTagLatestPstEnsure', 0x66fa, 'PtypInteger32');
export const PidTagListHelp: Tag<'PtypString'> = tag('PidTagListHelp', 0x1043, 'PtypString');
export const PidTagListSubscribe: Tag<'PtypString'> = tag('PidTagListSubscribe', 0x1044, 'PtypString');
export const PidTagListUnsubscribe: Tag<'PtypString'> = tag('PidTagListUnsubscribe', 0x1045, 'PtypString');
export const PidTagLocalCommitTime: Tag<'PtypTime'> = tag('PidTagLocalCommitTime', 0x6709, 'PtypTime');
export const PidTagLocalCommitTimeMax: Tag<'PtypTime'> = tag('PidTagLocalCommitTimeMax', 0x670a, 'PtypTime');
export const PidTagLocaleId: Tag<'PtypInteger32'> = tag('PidTagLocaleId', 0x66a1, 'PtypInteger32');
export const PidTagLocality: Tag<'PtypString'> = tag('PidTagLocality', 0x3a27, 'PtypString');
export const PidTagLocation: Tag<'PtypString'> = tag('PidTagLocation', 0x3a0d, 'PtypString');
export const PidTagLongTermEntryIdFromTable: Tag<'PtypBinary'> = tag(
  'PidTagLongTermEntryIdFromTable',
  0x6670,
  'PtypBinary',
);
export const PidTagLtpParentNid: Tag<'PtypInteger32'> = tag('PidTagLtpParentNid', 0x67f1, 'PtypInteger32');
export const PidTagLtpRowId: Tag<'PtypInteger32'> = tag('PidTagLtpRowId', 0x67f2, 'PtypInteger32');
export const PidTagLtpRowVer: Tag<'PtypInteger32'> = tag('PidTagLtpRowVer', 0x67f3, 'PtypInteger32');
export const PidTagMailPermission: Tag<'PtypBoolean'> = tag('PidTagMailPermission', 0x3a0e, 'PtypBoolean');
export const PidTagMailboxOwnerEntryId: Tag<'PtypBinary'> = tag('PidTagMailboxOwnerEntryId', 0x661b, 'PtypBinary');
export const PidTagMailboxOwnerName: Tag<'PtypString'> = tag('PidTagMailboxOwnerName', 0x661c, 'PtypString');
export const PidTagManagerName: Tag<'PtypString'> = tag('PidTagManagerName', 0x3a4e, 'PtypString');
export const PidTagMapiFormComposeCommand: Tag<'PtypString'> = tag(
  'PidTagMapiFormComposeCommand',
  0x682f,
  'PtypString',
);
export const PidTagMappingSignature: Tag<'PtypBinary'> = tag('PidTagMappingSignature', 0x0ff8, 'PtypBinary');
export const PidTagMaximumSubmitMessageSize: Tag<'PtypInteger32'> = tag(
  'PidTagMaximumSubmitMessageSize',
  0x666d,
  'PtypInteger32',
);
export const PidTagMemberEntryId: Tag<'PtypBinary'> = tag('PidTagMemberEntryId', 0x0fff, 'PtypBinary');
export const PidTagMemberId: Tag<'PtypInteger64'> = tag('PidTagMemberId', 0x6671, 'PtypInteger64');
export const PidTagMemberName: Tag<'PtypString'> = tag('PidTagMemberName', 0x6672, 'PtypString');
export const PidTagMemberRights: Tag<'PtypInteger32'> = tag('PidTagMemberRights', 0x6673, 'PtypInteger32');
export const PidTagMessageAttachments: Tag<'PtypObject'> = tag('PidTagMessageAttachments', 0x0e13, 'PtypObject');
export const PidTagMessageCcMe: Tag<'PtypBoolean'> = tag('PidTagMessageCcMe', 0x0058, 'PtypBoolean');
export const PidTagMessageClass: Tag<'PtypString'> = tag('PidTagMessageClass', 0x001a, 'PtypString');
export const PidTagMessageCodepage: Tag<'PtypInteger32'> = tag('PidTagMessageCodepage', 0x3ffd, 'PtypInteger32');
export const PidTagMessageDeliveryId: Tag<'PtypBinary'> = tag('PidTagMessageDeliveryId', 0x001b, 'PtypBinary');
export const PidTagMessageDeliveryTime: Tag<'PtypTime'> = tag('PidTagMessageDeliveryTime', 0x0e06, 'PtypTime');
export const PidTagMessageDownloadTime: Tag<'PtypInteger32'> = tag(
  'PidTagMessageDownloadTime',
  0x0e18,
  'PtypInteger32',
);
export const PidTagMessageEditorFormat: Tag<'PtypInteger32'> = tag(
  'PidTagMessageEditorFormat',
  0x5909,
  'PtypInteger32',
);
export const PidTagMessageFlags: Tag<'PtypInteger32'> = tag('PidTagMessageFlags', 0x0e07, 'PtypInteger32');
export const PidTagMessageHandlingSystemCommonName: Tag<'PtypString'> = tag(
  'PidTagMessageHandlingSystemCommonName',
  0x3a0f,
  'PtypString',
);
export const PidTagMessageLocaleId: Tag<'PtypInteger32'> = tag('PidTagMessageLocaleId', 0x3ff1, 'PtypInteger32');
export const PidTagMessageRecipientMe: Tag<'PtypBoolean'> = tag('PidTagMessageRecipientMe', 0x0059, 'PtypBoolean');
export const PidTagMessageRecipients: Tag<'PtypObject'> = tag('PidTagMessageRecipients', 0x0e12, 'PtypObject');
export const PidTagMessageSecurityLabel: Tag<'PtypBinary'> = tag('PidTagMessageSecurityLabel', 0x001e, 'PtypBinary');
export const PidTagMessageSize: Tag<'PtypInteger32'> = tag('PidTagMessageSize', 0x0e08, 'PtypInteger32');
export const PidTagMessageSizeExtended: Tag<'PtypInteger64'> = tag(
  'PidTagMessageSizeExtended',
  0x0e08,
  'PtypInteger64',
);
export const PidTagMessageStatus: Tag<'PtypInteger32'> = tag('PidTagMessageStatus', 0x0e17, 'PtypInteger32');
export const PidTagMessageSubmissionId: Tag<'PtypBinary'> = tag('PidTagMessageSubmissionId', 0x0047, 'PtypBinary');
export const PidTagMessageToMe: Tag<'PtypBoolean'> = tag('PidTagMessageToMe', 0x0057, 'PtypBoolean');
export const PidTagMessageToken: Tag<'PtypBinary'> = tag('PidTagMessageToken', 0x0c03, 'PtypBinary');
export const PidTagMid: Tag<'PtypInteger64'> = tag('PidTagMid', 0x674a, 'PtypInteger64');
export const PidTagMiddleName: Tag<'PtypString'> = tag('PidTagMiddleName', 0x3a44, 'PtypString');
export const PidTagMimeSkeleton: Tag<'PtypBinary'> = tag('PidTagMimeSkeleton', 0x64f0, 'PtypBinary');
export const PidTagMiniIcon: Tag<'PtypBinary'> = tag('PidTagMiniIcon', 0x0ffc, 'PtypBinary');
export const PidTagMobileTelephoneNumber: Tag<'PtypString'> = tag('PidTagMobileTelephoneNumber', 0x3a1c, 'PtypString');
export const PidTagModifyVersion: Tag<'PtypInteger64'> = tag('PidTagModifyVersion', 0x0e1a, 'PtypInteger64');
export const PidTagNativeBody: Tag<'PtypInteger32'> = tag('PidTagNativeBody', 0x1016, 'PtypInteger32');
export const PidTagNextSendAcct: Tag<'PtypString'> = tag('PidTagNextSendAcct', 0x0e29, 'PtypString');
export const PidTagNickname: Tag<'PtypString'> = tag('PidTagNickname', 0x3a4f, 'PtypString');
export const PidTagNonDeliveryReportDiagCode: Tag<'PtypInteger32'> = tag(
  'PidTagNonDeliveryReportDiagCode',
  0x0c05,
  'PtypInteger32',
);
export const PidTagNonDeliveryReportFromEntryId: Tag<'PtypBinary'> = tag(
  'PidTagNonDeliveryReportFromEntryId',
  0x6904,
  'PtypBinary',
);
export const PidTagNonDeliveryReportFromName: Tag<'PtypString'> = tag(
  'PidTagNonDeliveryReportFromName',
  0x6905,
  'PtypString',
);
export const PidTagNonDeliveryReportFromSearchKey: Tag<'PtypBinary'> = tag(
  'PidTagNonDeliveryReportFromSearchKey',
  0x6906,
  'PtypBinary',
);
export const PidTagNonDeliveryReportReasonCode: Tag<'PtypInteger32'> = tag(
  'PidTagNonDeliveryReportReasonCode',
  0x0c04,
  'PtypInteger32',
);
export const PidTagNonDeliveryReportStatusCode: Tag<'PtypInteger32'> = tag(
  'PidTagNonDeliveryReportStatusCode',
  0x0c20,
  'PtypInteger32',
);
export const PidTagNonIpmSubtreeEntryId: Tag<'PtypBinary'> = tag('PidTagNonIpmSubtreeEntryId', 0x6620, 'PtypBinary');
export const PidTagNonReceiptNotificationRequested: Tag<'PtypBoolean'> = tag(
  'PidTagNonReceiptNotificationRequested',
  0x0c06,
  'PtypBoolean',
);
export const PidTagNonReceiptReason: Tag<'PtypInteger32'> = tag('PidTagNonReceiptReason', 0x003e, 'PtypInteger32');
export const PidTagNormalMessageSize: Tag<'PtypInteger32'> = tag('PidTagNormalMessageSize', 0x66b3, 'PtypInteger32');
export const PidTagNormalizedSubject: Tag<'PtypString'> = tag('PidTagNormalizedSubject', 0x0e1d, 'PtypString');
export const PidTagObjectType: Tag<'PtypInteger32'> = tag('PidTagObjectType', 0x0ffe, 'PtypInteger32');
export const PidTagObsoletedMessageIds: Tag<'PtypBinary'> = tag('PidTagObsoletedMessageIds', 0x001f, 'PtypBinary');
export const PidTagOfficeLocation: Tag<'PtypString'> = tag('PidTagOfficeLocation', 0x3a19, 'PtypString');
export const PidTagOfflineAddressBookContainerGuid: Tag<'PtypString8'> = tag(
  'PidTagOfflineAddressBookContainerGuid',
  0x6802,
  'PtypString8',
);
export const PidTagOfflineAddressBookDistinguishedName: Tag<'PtypString8'> = tag(
  'PidTagOfflineAddressBookDistinguishedName',
  0x6804,
  'PtypString8',
);
export const PidTagOfflineAddressBookMessageClass: Tag<'PtypInteger32'> = tag(
  'PidTagOfflineAddressBookMessageClass',
  0x6803,
  'PtypInteger32',
);
export const PidTagOfflineAddressBookName: Tag<'PtypString'> = tag(
  'PidTagOfflineAddressBookName',
  0x6800,
  'PtypString',
);
export const PidTagOfflineAddressBookSequence: Tag<'PtypInteger32'> = tag(
  'PidTagOfflineAddressBookSequence',
  0x6801,
  'PtypInteger32',
);
export const PidTagOfflineAddressBookTruncatedProperties: Tag<'PtypMultipleInteger32'> = tag(
  'PidTagOfflineAddressBookTruncatedProperties',
  0x6805,
  'PtypMultipleInteger32',
);
export const PidTagOrdinalMost: Tag<'PtypInteger32'> = tag('PidTagOrdinalMost', 0x36e2, 'PtypInteger32');
export const PidTagOrgEmailAddress: Tag<'PtypString'> = tag('PidTagOrgEmailAddress', 0x403e, 'PtypString');
export const PidTagOrganizationalIdNumber: Tag<'PtypString'> = tag(
  'PidTagOrganizationalIdNumber',
  0x3a10,
  'PtypString',
);
export const PidTagOriginCheck: Tag<'PtypBinary'> = tag('PidTagOriginCheck', 0x0027, 'PtypBinary');
export const PidTagOriginalAuthorAddressType: Tag<'PtypString'> = tag(
  'PidTagOriginalAuthorAddressType',
  0x0079,
  'PtypString',
);
export const PidTagOriginalAuthorEmailAddress: Tag<'PtypString'> = tag(
  'PidTagOriginalAuthorEmailAddress',
  0x007a,
  'PtypString',
);
export const PidTagOriginalAuthorEntryId: Tag<'PtypBinary'> = tag('PidTagOriginalAuthorEntryId', 0x004c, 'PtypBinary');
export const PidTagOriginalAuthorName: Tag<'PtypString'> = tag('PidTagOriginalAuthorName', 0x004d, 'PtypString');
export const PidTagOriginalAuthorSearchKey: Tag<'PtypBinary'> = tag(
  'PidTagOriginalAuthorSearchKey',
  0x0056,
  'PtypBinary',
);
export const PidTagOriginalDeliveryTime: Tag<'PtypTime'> = tag('PidTagOriginalDeliveryTime', 0x0055, 'PtypTime');
export const PidTagOriginalDisplayBcc: Tag<'PtypString'> = tag('PidTagOriginalDisplayBcc', 0x0072, 'PtypString');
export const PidTagOriginalDisplayCc: Tag<'PtypString'> = tag('PidTagOriginalDisplayCc', 0x0073, 'PtypString');
export const PidTagOriginalDisplayName: Tag<'PtypString'> = tag('PidTagOriginalDisplayName', 0x3a13, 'PtypString');
export const PidTagOriginalDisplayTo: Tag<'PtypString'> = tag('PidTagOriginalDisplayTo', 0x0074, 'PtypString');
export const PidTagOriginalEits: Tag<'PtypBinary'> = tag('PidTagOriginalEits', 0x0021, 'PtypBinary');
export const PidTagOriginalEntryId: Tag<'PtypBinary'> = tag('PidTagOriginalEntryId', 0x3a12, 'PtypBinary');
export const PidTagOriginalMessageClass: Tag<'PtypString'> = tag('PidTagOriginalMessageClass', 0x004b, 'PtypString');
export const PidTagOriginalMessageId: Tag<'PtypString'> = tag('PidTagOriginalMessageId', 0x1046, 'PtypString');
export const PidTagOriginalSearchKey: Tag<'PtypBinary'> = tag('PidTagOriginalSearchKey', 0x3a14, 'PtypBinary');
export const PidTagOriginalSenderAddressType: Tag<'PtypString'> = tag(
  'PidTagOriginalSenderAddressType',
  0x0066,
  'PtypString',
);
export const PidTagOriginalSenderEmailAddress: Tag<'PtypString'> = tag(
  'PidTagOriginalSenderEmailAddress',
  0x0067,
  'PtypString',
);
export const PidTagOriginalSenderEntryId: Tag<'PtypBinary'> = tag('PidTagOriginalSenderEntryId', 0x005b, 'PtypBinary');
export const PidTagOriginalSenderName: Tag<'PtypString'> = tag('PidTagOriginalSenderName', 0x005a, 'PtypString');
export const PidTagOriginalSenderSearchKey: Tag<'PtypBinary'> = tag(
  'PidTagOriginalSenderSearchKey',
  0x005c,
  'PtypBinary',
);
export const PidTagOriginalSensitivity: Tag<'PtypInteger32'> = tag(
  'PidTagOriginalSensitivity',
  0x002e,
  'PtypInteger32',
);
export const PidTagOriginalSentRepresentingAddressType: Tag<'PtypString'> = tag(
  'PidTagOriginalSentRepresentingAddressType',
  0x0068,
  'PtypString',
);
export const PidTagOriginalSentRepresentingEmailAddress: Tag<'PtypString'> = tag(
  'PidTagOriginalSentRepresentingEmailAddress',
  0x0069,
  'PtypString',
);
export const PidTagOriginalSentRepresentingEntryId: Tag<'PtypBinary'> = tag(
  'PidTagOriginalSentRepresentingEntryId',
  0x005e,
  'PtypBinary',
);
export const PidTagOriginalSentRepresentingName: Tag<'PtypString'> = tag(
  'PidTagOriginalSentRepresentingName',
  0x005d,
  'PtypString',
);
export const PidTagOriginalSentRepresentingSearchKey: Tag<'PtypBinary'> = tag(
  'PidTagOriginalSentRepresentingSearchKey',
  0x005f,
  'PtypBinary',
);
export const PidTagOriginalSubject: Tag<'PtypString'> = tag('PidTagOriginalSubject', 0x0049, 'PtypString');
export const PidTagOriginalSubmitTime: Tag<'PtypTime'> = tag('PidTagOriginalSubmitTime', 0x004e, 'PtypTime');
export const PidTagOriginallyIntendedRecipAddrtype: Tag<'PtypString'> = tag(
  'PidTagOriginallyIntendedRecipAddrtype',
  0x007b,
  'PtypString',
);
export const PidTagOriginallyIntendedRecipEmailAddress: Tag<'PtypString'> = tag(
  'PidTagOriginallyIntendedRecipEmailAddress',
  0x007c,
  'PtypString',
);
export const PidTagOriginallyIntendedRecipEntryId: Tag<'PtypBinary'> = tag(
  'PidTagOriginallyIntendedRecipEntryId',
  0x1012,
  'PtypBinary',
);
export const PidTagOriginallyIntendedRecipientName: Tag<'PtypBinary'> = tag(
  'PidTagOriginallyIntendedRecipientName',
  0x0020,
  'PtypBinary',
);
export const PidTagOriginatingMtaCertificate: Tag<'PtypBinary'> = tag(
  'PidTagOriginatingMtaCertificate',
  0x0e25,
  'PtypBinary',
);
export const PidTagOriginatorAndDistributionListExpansionHistory: Tag<'PtypBinary'> = tag(
  'PidTagOriginatorAndDistributionListExpansionHistory',
  0x1002,
  'PtypBinary',
);
export const PidTagOriginatorCertificate: Tag<'PtypBinary'> = tag('PidTagOriginatorCertificate', 0x0022, 'PtypBinary');
export const PidTagOriginatorDeliveryReportRequested: Tag<'PtypBoolean'> = tag(
  'PidTagOriginatorDeliveryReportRequested',
  0x0023,
  'PtypBoolean',
);
export const PidTagOriginatorNonDeliveryReportRequested: Tag<'PtypBoolean'> = tag(
  'PidTagOriginatorNonDeliveryReportRequested',
  0x0c08,
  'PtypBoolean',
);
export const PidTagOriginatorRequestedAlternateRecipient: Tag<'PtypBinary'> = tag(
  'PidTagOriginatorRequestedAlternateRecipient',
  0x0c09,
  'PtypBinary',
);
export const PidTagOriginatorReturnAddress: Tag<'PtypBinary'> = tag(
  'PidTagOriginatorReturnAddress',
  0x0024,
  'PtypBinary',
);
export const PidTagOscSyncEnabled: Tag<'PtypBoolean'> = tag('PidTagOscSyncEnabled', 0x7c24, 'PtypBoolean');
export const PidTagOtherAddressCity: Tag<'PtypString'> = tag('PidTagOtherAddressCity', 0x3a5f, 'PtypString');
export const PidTagOtherAddressCountry: Tag<'PtypString'> = tag('PidTagOtherAddressCountry', 0x3a60, 'PtypString');
export const PidTagOtherAddressPostOfficeBox: Tag<'PtypString'> = tag(
  'PidTagOtherAddressPostOfficeBox',
  0x3a64,
  'PtypString',
);
export const PidTagOtherAddressPostalCode: Tag<'PtypString'> = tag(
  'PidTagOtherAddressPostalCode',
  0x3a61,
  'PtypString',
);
export const PidTagOtherAddressStateOrProvince: Tag<'PtypString'> = tag(
  'PidTagOtherAddressStateOrProvince',
  0x3a62,
  'PtypString',
);
export const PidTagOtherAddressStreet: Tag<'PtypString'> = tag('PidTagOtherAddressStreet', 0x3a63, 'PtypString');
export const PidTagOtherTelephoneNumber: Tag<'PtypString'> = tag('PidTagOtherTelephoneNumber', 0x3a1f, 'PtypString');
export const PidTagOutOfOfficeState: Tag<'PtypBoolean'> = tag('PidTagOutOfOfficeState', 0x661d, 'PtypBoolean');
export const PidTagOwnStoreEntryId: Tag<'PtypBinary'> = tag('PidTagOwnStoreEntryId', 0x3e06, 'PtypBinary');
export const PidTagOwnerAppointmentId: Tag<'PtypInteger32'> = tag('PidTagOwnerAppointmentId', 0x0062, 'PtypInteger32');
export const PidTagPagerTelephoneNumber: Tag<'PtypString'> = tag('PidTagPagerTelephoneNumber', 0x3a21, 'PtypString');
export const PidTagParentDisplay: Tag<'PtypString'> = tag('PidTagParentDisplay', 0x0e05, 'PtypString');
export const PidTagParentEntryId: Tag<'PtypBinary'> = tag('PidTagParentEntryId', 0x0e09, 'PtypBinary');
export const PidTagParentFolderId: Tag<'PtypInteger64'> = tag('PidTagParentFolderId', 0x6749, 'PtypInteger64');
export const PidTagParentKey: Tag<'PtypBinary'> = tag('PidTagParentKey', 0x0025, 'PtypBinary');
export const PidTagParentSourceKey: Tag<'PtypBinary'> = tag('PidTagParentSourceKey', 0x65e1, 'PtypBinary');
export const PidTagPersonalHomePage: Tag<'PtypString'> = tag('PidTagPersonalHomePage', 0x3a50, 'PtypString');
export const PidTagPhysicalDeliveryBureauFaxDelivery: Tag<'PtypBoolean'> = tag(
  'PidTagPhysicalDeliveryBureauFaxDelivery',
  0x0c0a,
  'PtypBoolean',
);
export const PidTagPhysicalDeliveryMode: Tag<'PtypInteger32'> = tag(
  'PidTagPhysicalDeliveryMode',
  0x0c0b,
  'PtypInteger32',
);
export const PidTagPhysicalDeliveryReportRequest: Tag<'PtypInteger32'> = tag(
  'PidTagPhysicalDeliveryReportRequest',
  0x0c0c,
  'PtypInteger32',
);
export const PidTagPhysicalForwardingAddress: Tag<'PtypBinary'> = tag(
  'PidTagPhysicalForwardingAddress',
  0x0c0d,
  'PtypBinary',
);
export const PidTagPhysicalForwardingAddressRequested: Tag<'PtypBoolean'> = tag(
  'PidTagPhysicalForwardingAddressRequested',
  0x0c0e,
  'PtypBoolean',
);
export const PidTagPhysicalForwardingProhibited: Tag<'PtypBoolean'> = tag(
  'PidTagPhysicalForwardingProhibited',
  0x0c0f,
  'PtypBoolean',
);
export const PidTagPhysicalRenditionAttributes: Tag<'PtypBinary'> = tag(
  'PidTagPhysicalRenditionAttributes',
  0x0c10,
  'PtypBinary',
);
export const PidTagPolicyTag: Tag<'PtypBinary'> = tag('PidTagPolicyTag', 0x3019, 'PtypBinary');
export const PidTagPostOfficeBox: Tag<'PtypString'> = tag('PidTagPostOfficeBox', 0x3a2b, 'PtypString');
export const PidTagPostalAddress: Tag<'PtypString'> = tag('PidTagPostalAddress', 0x3a15, 'PtypString');
export const PidTagPostalCode: Tag<'PtypString'> = tag('PidTagPostalCode', 0x3a2a, 'PtypString');
export const PidTagPredecessorChangeList: Tag<'PtypBinary'> = tag('PidTagPredecessorChangeList', 0x65e3, 'PtypBinary');
export const PidTagPreferredByName: Tag<'PtypString'> = tag('PidTagPreferredByName', 0x3a47, 'PtypString');
export const PidTagPreprocess: Tag<'PtypBoolean'> = tag('PidTagPreprocess', 0x0e22, 'PtypBoolean');
export const PidTagPrimaryCapability: Tag<'PtypBinary'> = tag('PidTagPrimaryCapability', 0x3904, 'PtypBinary');
export const PidTagPrimaryFaxNumber: Tag<'PtypString'> = tag('PidTagPrimaryFaxNumber', 0x3a23, 'PtypString');
export const PidTagPrimarySendAccount: Tag<'PtypString'> = tag('PidTagPrimarySendAccount', 0x0e28, 'PtypString');
export const PidTagPrimaryTelephoneNumber: Tag<'PtypString'> = tag(
  'PidTagPrimaryTelephoneNumber',
  0x3a1a,
  'PtypString',
);
export const PidTagPriority: Tag<'PtypInteger32'> = tag('PidTagPriority', 0x0026, 'PtypInteger32');
export const PidTagProcessed: Tag<'PtypBoolean'> = tag('PidTagProcessed', 0x7d01, 'PtypBoolean');
export const PidTagProfession: Tag<'PtypString'> = tag('PidTagProfession', 0x3a46, 'PtypString');
export const PidTagProfileName: Tag<'PtypString'> = tag('PidTagProfileName', 0x3d12, 'PtypString');
export const PidTagProfileOabCountAttemptedFulldn: Tag<'PtypInteger32'> = tag(
  'PidTagProfileOabCountAttemptedFulldn',
  0x6635,
  'PtypInteger32',
);
export const PidTagProfileOabCountAttemptedIncrdn: Tag<'PtypInteger32'> = tag(
  'PidTagProfileOabCountAttemptedIncrdn',
  0x6636,
  'PtypInteger32',
);
export const PidTagProfileType: Tag<'PtypInteger32'> = tag('PidTagProfileType', 0x660a, 'PtypInteger32');
export const PidTagProhibitReceiveQuota: Tag<'PtypInteger32'> = tag(
  'PidTagProhibitReceiveQuota',
  0x666a,
  'PtypInteger32',
);
export const PidTagProhibitSendQuota: Tag<'PtypInteger32'> = tag('PidTagProhibitSendQuota', 0x666e, 'PtypInteger32');
export const PidTagProofOfDelivery: Tag<'PtypBinary'> = tag('PidTagProofOfDelivery', 0x0c11, 'PtypBinary');
export const PidTagProofOfDeliveryRequested: Tag<'PtypBoolean'> = tag(
  'PidTagProofOfDeliveryRequested',
  0x0c12,
  'PtypBoolean',
);
export const PidTagProofOfSubmission: Tag<'PtypBinary'> = tag('PidTagProofOfSubmission', 0x0e26, 'PtypBinary');
export const PidTagProofOfSubmissionRequested: Tag<'PtypBoolean'> = tag(
  'PidTagProofOfSubmissionRequested',
  0x0028,
  'PtypBoolean',
);
export const PidTagProviderDisplay: Tag<'PtypString'> = tag('PidTagProviderDisplay', 0x3006, 'PtypString');
export const PidTagProviderDisplayName: Tag<'PtypString'> = tag('PidTagProviderDisplayName', 0x3418, 'PtypString');
export const PidTagProviderDllName: Tag<'PtypString'> = tag('PidTagProviderDllName', 0x300a, 'PtypString');
export const PidTagProviderIcon: Tag<'PtypString'> = tag('PidTagProviderIcon', 0x3417, 'PtypString');
export const PidTagProviderItemId: Tag<'PtypBinary'> = tag('PidTagProviderItemId', 0x0ea3, 'PtypBinary');
export const PidTagProviderOrdinal: Tag<'PtypInteger32'> = tag('PidTagProviderOrdinal', 0x300d, 'PtypInteger32');
export const PidTagProviderParentItemId: Tag<'PtypBinary'> = tag('PidTagProviderParentItemId', 0x0ea4, 'PtypBinary');
export const PidTagProviderSubmitTime: Tag<'PtypTime'> = tag('PidTagProviderSubmitTime', 0x0048, 'PtypTime');
export const PidTagProviderUid: Tag<'PtypBinary'> = tag('PidTagProviderUid', 0x300c, 'PtypBinary');
export const PidTagPstBestBodyProptag: Tag<'PtypInteger32'> = tag('PidTagPstBestBodyProptag', 0x661d, 'PtypInteger32');
export const PidTagPstConfigurationFlags: Tag<'PtypInteger32'> = tag(
  'PidTagPstConfigurationFlags',
  0x6770,
  'PtypInteger32',
);
export const PidTagPstHiddenCount: Tag<'PtypInteger32'> = tag('PidTagPstHiddenCount', 0x6635, 'PtypInteger32');
export const PidTagPstHiddenUnread: Tag<'PtypInteger32'> = tag('PidTagPstHiddenUnread', 0x6636, 'PtypInteger32');
export const PidTagPstIpmsubTreeDescendant: Tag<'PtypBoolean'> = tag(
  'PidTagPstIpmsubTreeDescendant',
  0x6705,
  'PtypBoolean',
);
export const PidTagPstLrNoRestrictions: Tag<'PtypBoolean'> = tag('PidTagPstLrNoRestrictions', 0x6633, 'PtypBoolean');
export const PidTagPstPassword: Tag<'PtypInteger32'> = tag('PidTagPstPassword', 0x67ff, 'PtypInteger32');
export const PidTagPstPasswordSzNew: Tag<'PtypString'> = tag('PidTagPstPasswordSzNew', 0x6704, 'PtypString');
export const PidTagPstPasswordSzOld: Tag<'PtypString'> = tag('PidTagPstPasswordSzOld', 0x6703, 'PtypString');
export const PidTagPstPath: Tag<'PtypString'> = tag('PidTagPstPath', 0x6700, 'PtypString');
export const PidTagPstPathHint: Tag<'PtypString'> = tag('PidTagPstPathHint', 0x6771, 'PtypString');
export const PidTagPstRememberPassword: Tag<'PtypBoolean'> = tag('PidTagPstRememberPassword', 0x6701, 'PtypBoolean');
export const PidTagPstSubTreeContainer: Tag<'PtypInteger32'> = tag(
  'PidTagPstSubTreeContainer',
  0x6772,
  'PtypInteger32',
);
export const PidTagPublicFolderAdministrativeDescription: Tag<'PtypString'> = tag(
  'PidTagPublicFolderAdministrativeDescription',
  0x671c,
  'PtypString',
);
export const PidTagPublicFolderProxy: Tag<'PtypBinary'> = tag('PidTagPublicFolderProxy', 0x671d, 'PtypBinary');
export const PidTagPurportedSenderDomain: Tag<'PtypString'> = tag('PidTagPurportedSenderDomain', 0x4083, 'PtypString');
export const PidTagRadioTelephoneNumber: Tag<'PtypString'> = tag('PidTagRadioTelephoneNumber', 0x3a1d, 'PtypString');
export const PidTagRead: Tag<'PtypBoolean'> = tag('PidTagRead', 0x0e69, 'PtypBoolean');
export const PidTagReadReceiptAddressType: Tag<'PtypString'> = tag(
  'PidTagReadReceiptAddressType',
  0x4029,
  'PtypString',
);
export const PidTagReadReceiptEmailAddress: Tag<'PtypString'> = tag(
  'PidTagReadReceiptEmailAddress',
  0x402a,
  'PtypString',
);
export const PidTagReadReceiptEntryId: Tag<'PtypBinary'> = tag('PidTagReadReceiptEntryId', 0x0046, 'PtypBinary');
export const PidTagReadReceiptName: Tag<'PtypString'> = tag('PidTagReadReceiptName', 0x402b, 'PtypString');
export const PidTagReadReceiptRequested: Tag<'PtypBoolean'> = tag('PidTagReadReceiptRequested', 0x0029, 'PtypBoolean');
export const PidTagReadReceiptSearchKey: Tag<'PtypBinary'> = tag('PidTagReadReceiptSearchKey', 0x0053, 'PtypBinary');
export const PidTagReadReceiptSmtpAddress: Tag<'PtypString'> = tag(
  'PidTagReadReceiptSmtpAddress',
  0x5d05,
  'PtypString',
);
export const PidTagReceiptTime: Tag<'PtypTime'> = tag('PidTagReceiptTime', 0x002a, 'PtypTime');
export const PidTagReceiveFolderSettings: Tag<'PtypObject'> = tag('PidTagReceiveFolderSettings', 0x3415, 'PtypObject');
export const PidTagReceivedByAddressType: Tag<'PtypString'> = tag('PidTagReceivedByAddressType', 0x0075, 'PtypString');
export const PidTagReceivedByEmailAddress: Tag<'PtypString'> = tag(
  'PidTagReceivedByEmailAddress',
  0x0076,
  'PtypString',
);
export const PidTagReceivedByEntryId: Tag<'PtypBinary'> = tag('PidTagReceivedByEntryId', 0x003f, 'PtypBinary');
export const PidTagReceivedByName: Tag<'PtypString'> = tag('PidTagReceivedByName', 0x0040, 'PtypString');
export const PidTagReceivedBySearchKey: Tag<'PtypBinary'> = tag('PidTagReceivedBySearchKey', 0x0051, 'PtypBinary');
export const PidTagReceivedBySmtpAddress: Tag<'PtypString'> = tag('PidTagReceivedBySmtpAddress', 0x5d07, 'PtypString');
export const PidTagReceivedRepresentingAddressType: Tag<'PtypString'> = tag(
  'PidTagReceivedRepresentingAddressType',
  0x0077,
  'PtypString',
);
export const PidTagReceivedRepresentingEmailAddress: Tag<'PtypString'> = tag(
  'PidTagReceivedRepresentingEmailAddress',
  0x0078,
  'PtypString',
);
export const PidTagReceivedRepresentingEntryId: Tag<'PtypBinary'> = tag(
  'PidTagReceivedRepresentingEntryId',
  0x0043,
  'PtypBinary',
);
export const PidTagReceivedRepresentingName: Tag<'PtypString'> = tag(
  'PidTagReceivedRepresentingName',
  0x0044,
  'PtypString',
);
export const PidTagReceivedRepresentingSearchKey: Tag<'PtypBinary'> = tag(
  'PidTagReceivedRepresentingSearchKey',
  0x0052,
  'PtypBinary',
);
export const PidTagReceivedRepresentingSmtpAddress: Tag<'PtypString'> = tag(
  'PidTagReceivedRepresentingSmtpAddress',
  0x5d08,
  'PtypString',
);
export const PidTagRecipientCertificate: Tag<'PtypBinary'> = tag('PidTagRecipientCertificate', 0x0c13, 'PtypBinary');
export const PidTagRecipientDisplayName: Tag<'PtypString'> = tag('PidTagRecipientDisplayName', 0x5ff6, 'PtypString');
export const PidTagRecipientEntryId: Tag<'PtypBinary'> = tag('PidTagRecipientEntryId', 0x5ff7, 'PtypBinary');
export const PidTagRecipientFlags: Tag<'PtypInteger32'> = tag('PidTagRecipientFlags', 0x5ffd, 'PtypInteger32');
export const PidTagRecipientNumber: Tag<'PtypInteger32'> = tag('PidTagRecipientNumber', 0x6662, 'PtypInteger32');
export const PidTagRecipientNumberForAdvice: Tag<'PtypString'> = tag(
  'PidTagRecipientNumberForAdvice',
  0x0c14,
  'PtypString',
);
export const PidTagRecipientOrder: Tag<'PtypInteger32'> = tag('PidTagRecipientOrder', 0x5fdf, 'PtypInteger32');
export const PidTagRecipientProposed: Tag<'PtypBoolean'> = tag('PidTagRecipientProposed', 0x5fe1, 'PtypBoolean');
export const PidTagRecipientProposedEndTime: Tag<'PtypTime'> = tag(
  'PidTagRecipientProposedEndTime',
  0x5fe4,
  'PtypTime',
);
export const PidTagRecipientProposedStartTime: Tag<'PtypTime'> = tag(
  'PidTagRecipientProposedStartTime',
  0x5fe3,
  'PtypTime',
);
export const PidTagRecipientReassignmentProhibited: Tag<'PtypBoolean'> = tag(
  'PidTagRecipientReassignmentProhibited',
  0x002b,
  'PtypBoolean',
);
export const PidTagRecipientResourceState: Tag<'PtypInteger32'> = tag(
  'PidTagRecipientResourceState',
  0x5fde,
  'PtypInteger32',
);
export const PidTagRecipientStatus: Tag<'PtypInteger32'> = tag('PidTagRecipientStatus', 0x0e15, 'PtypInteger32');
export const PidTagRecipientTrackStatus: Tag<'PtypInteger32'> = tag(
  'PidTagRecipientTrackStatus',
  0x5fff,
  'PtypInteger32',
);
export const PidTagRecipientTrackStatusTime: Tag<'PtypTime'> = tag(
  'PidTagRecipientTrackStatusTime',
  0x5ffb,
  'PtypTime',
);
export const PidTagRecipientType: Tag<'PtypInteger32'> = tag('PidTagRecipientType', 0x0c15, 'PtypInteger32');
export const PidTagRecordKey: Tag<'PtypBinary'> = tag('PidTagRecordKey', 0x0ff9, 'PtypBinary');
export const PidTagRedirectionHistory: Tag<'PtypBinary'> = tag('PidTagRedirectionHistory', 0x002c, 'PtypBinary');
export const PidTagReferredByName: Tag<'PtypString'> = tag('PidTagReferredByName', 0x3a47, 'PtypString');
export const PidTagRegisteredMailType: Tag<'PtypInteger32'> = tag('PidTagRegisteredMailType', 0x0c16, 'PtypInteger32');
export const PidTagRelatedMessageIds: Tag<'PtypBinary'> = tag('PidTagRelatedMessageIds', 0x002d, 'PtypBinary');
export const PidTagRemindersOnlineEntryId: Tag<'PtypBinary'> = tag(
  'PidTagRemindersOnlineEntryId',
  0x36d5,
  'PtypBinary',
);
export const PidTagRemoteMessageTransferAgent: Tag<'PtypString'> = tag(
  'PidTagRemoteMessageTransferAgent',
  0x0c21,
  'PtypString',
);
export const PidTagRemoteProgress: Tag<'PtypInteger32'> = tag('PidTagRemoteProgress', 0x3e0b, 'PtypInteger32');
export const PidTagRemoteProgressText: Tag<'PtypString'> = tag('PidTagRemoteProgressText', 0x3e0c, 'PtypString');
export const PidTagRemoteValidateOk: Tag<'PtypBoolean'> = tag('PidTagRemoteValidateOk', 0x3e0d, 'PtypBoolean');
export const PidTagRenderingPosition: Tag<'PtypInteger32'> = tag('PidTagRenderingPosition', 0x370b, 'PtypInteger32');
export const PidTagReplChangenum: Tag<'PtypInteger64'> = tag('PidTagReplChangenum', 0x0e33, 'PtypInteger64');
export const PidTagReplCopiedfromItemid: Tag<'PtypBinary'> = tag('PidTagReplCopiedfromItemid', 0x0e3d, 'PtypBinary');
export const PidTagReplCopiedfromVersionhistory: Tag<'PtypBinary'> = tag(
  'PidTagReplCopiedfromVersionhistory',
  0x0e3c,
  'PtypBinary',
);
export const PidTagReplFlags: Tag<'PtypInteger32'> = tag('PidTagReplFlags', 0x0e38, 'PtypInteger32');
export const PidTagReplItemid: Tag<'PtypBinary'> = tag('PidTagReplItemid', 0x0e30, 'PtypBinary');
export const PidTagReplVersionHistory: Tag<'PtypBinary'> = tag('PidTagReplVersionHistory', 0x0e34, 'PtypBinary');
export const PidTagReplyRecipientEntries: Tag<'PtypBinary'> = tag('PidTagReplyRecipientEntries', 0x004f, 'PtypBinary');
export const PidTagReplyRecipientNames: Tag<'PtypString'> = tag('PidTagReplyRecipientNames', 0x0050, 'PtypString');
export const PidTagReplyRequested: Tag<'PtypBoolean'> = tag('PidTagReplyRequested', 0x0c17, 'PtypBoolean');
export const PidTagReplyTemplateId: Tag<'PtypBinary'> = tag('PidTagReplyTemplateId', 0x65c2, 'PtypBinary');
export const PidTagReplyTime: Tag<'PtypTime'> = tag('PidTagReplyTime', 0x0030, 'PtypTime');
export const PidTagReportDisposition: Tag<'PtypString'> = tag('PidTagReportDisposition', 0x0080, 'PtypString');
export const PidTagReportDispositionMode: Tag<'PtypString'> = tag('PidTagReportDispositionMode', 0x0081, 'PtypString');
export const PidTagReportDispositionOptions: Tag<'PtypString'> = tag(
  'PidTagReportDispositionOptions',
  0x0085,
  'PtypString',
);
export const PidTagReportDispositionToEmailAddresses: Tag<'PtypMultipleString'> = tag(
  'PidTagReportDispositionToEmailAddresses',
  0x0084,
  'PtypMultipleString',
);
export const PidTagReportDispositionToNames: Tag<'PtypMultipleString'> = tag(
  'PidTagReportDispositionToNames',
  0x0083,
  'PtypMultipleString',
);
export const PidTagReportEntryId: Tag<'PtypBinary'> = tag('PidTagReportEntryId', 0x0045, 'PtypBinary');
export const PidTagReportName: Tag<'PtypString'> = tag('PidTagReportName', 0x003a, 'PtypString');
export const PidTagReportOriginalSender: Tag<'PtypString'> = tag('PidTagReportOriginalSender', 0x0082, 'PtypString');
export const PidTagReportSearchKey: Tag<'PtypBinary'> = tag('PidTagReportSearchKey', 0x0054, 'PtypBinary');
export const PidTagReportTag: Tag<'PtypBinary'> = tag('PidTagReportTag', 0x0031, 'PtypBinary');
export const PidTagReportText: Tag<'PtypString'> = tag('PidTagReportText', 0x1001, 'PtypString');
export const PidTagReportTime: Tag<'PtypTime'> = tag('PidTagReportTime', 0x0032, 'PtypTime');
export const PidTagReportingDistributionListName: Tag<'PtypBinary'> = tag(
  'PidTagReportingDistributionListName',
  0x1003,
  'PtypBinary',
);
export const PidTagReportingMessageTransferAgent: Tag<'PtypString'> = tag(
  'PidTagReportingMessageTransferAgent',
  0x6820,
  'PtypString',
);
export const PidTagReportingMessageTransferAgentCertificate: Tag<'PtypBinary'> = tag(
  'PidTagReportingMessageTransferAgentCertificate',
  0x1004,
  'PtypBinary',
);
export const PidTagRequestedDeliveryMethod: Tag<'PtypInteger32'> = tag(
  'PidTagRequestedDeliveryMethod',
  0x0c18,
  'PtypInteger32',
);
export const PidTagResolveMethod: Tag<'PtypInteger32'> = tag('PidTagResolveMethod', 0x3fe7, 'PtypInteger32');
export const PidTagResourceFlags: Tag<'PtypInteger32'> = tag('PidTagResourceFlags', 0x3009, 'PtypInteger32');
export const PidTagResourceMethods: Tag<'PtypInteger32'> = tag('PidTagResourceMethods', 0x3e02, 'PtypInteger32');
export const PidTagResourcePath: Tag<'PtypString'> = tag('PidTagResourcePath', 0x3e07, 'PtypString');
export const PidTagResourceType: Tag<'PtypInteger32'> = tag('PidTagResourceType', 0x3e03, 'PtypInteger32');
export const PidTagResponseRequested: Tag<'PtypBoolean'> = tag('PidTagResponseRequested', 0x0063, 'PtypBoolean');
export const PidTagResponsibility: Tag<'PtypBoolean'> = tag('PidTagResponsibility', 0x0e0f, 'PtypBoolean');
export const PidTagRetentionDate: Tag<'PtypTime'> = tag('PidTagRetentionDate', 0x301c, 'PtypTime');
export const PidTagRetentionFlags: Tag<'PtypInteger32'> = tag('PidTagRetentionFlags', 0x301d, 'PtypInteger32');
export const PidTagRetentionPeriod: Tag<'PtypInteger32'> = tag('PidTagRetentionPeriod', 0x301a, 'PtypInteger32');
export const PidTagReturnedMessageid: Tag<'PtypBoolean'> = tag('PidTagReturnedMessageid', 0x0033, 'PtypBoolean');
export const PidTagRights: Tag<'PtypInteger32'> = tag('PidTagRights', 0x6639, 'PtypInteger32');
export const PidTagRoamingBinary: Tag<'PtypBinary'> = tag('PidTagRoamingBinary', 0x7c09, 'PtypBinary');
export const PidTagRoamingDatatypes: Tag<'PtypInteger32'> = tag('PidTagRoamingDatatypes', 0x7c06, 'PtypInteger32');
export const PidTagRoamingDictionary: Tag<'PtypBinary'> = tag('PidTagRoamingDictionary', 0x7c07, 'PtypBinary');
export const PidTagRoamingXmlStream: Tag<'PtypBinary'> = tag('PidTagRoamingXmlStream', 0x7c08, 'PtypBinary');
export const PidTagRowType: Tag<'PtypInteger32'> = tag('PidTagRowType', 0x0ff5, 'PtypInteger32');
export const PidTagRowid: Tag<'PtypInteger32'> = tag('PidTagRowid', 0x3000, 'PtypInteger32');
export const PidTagRtfCompressed: Tag<'PtypBinary'> = tag('PidTagRtfCompressed', 0x1009, 'PtypBinary');
export const PidTagRtfInSync: Tag<'PtypBoolean'> = tag('PidTagRtfInSync', 0x0e1f, 'PtypBoolean');
export const PidTagRtfSyncBodyCount: Tag<'PtypInteger32'> = tag('PidTagRtfSyncBodyCount', 0x1007, 'PtypInteger32');
export const PidTagRtfSyncBodyCrc: Tag<'PtypInteger32'> = tag('PidTagRtfSyncBodyCrc', 0x1006, 'PtypInteger32');
export const PidTagRtfSyncBodyTag: Tag<'PtypString'> = tag('PidTagRtfSyncBodyTag', 0x1008, 'PtypString');
export const PidTagRtfSyncPrefixCount: Tag<'PtypInteger32'> = tag('PidTagRtfSyncPrefixCount', 0x1010, 'PtypInteger32');
export const PidTagRtfSyncTrailingCount: Tag<'PtypInteger32'> = tag(
  'PidTagRtfSyncTrailingCount',
  0x1011,
  'PtypInteger32',
);
export const PidTagRuleActionNumber: Tag<'PtypInteger32'> = tag('PidTagRuleActionNumber', 0x6650, 'PtypInteger32');
export const PidTagRuleActionType: Tag<'PtypInteger32'> = tag('PidTagRuleActionType', 0x6649, 'PtypInteger32');
export const PidTagRuleActions: Tag<'PtypRuleAction'> = tag('PidTagRuleActions', 0x6680, 'PtypRuleAction');
export const PidTagRuleCondition: Tag<'PtypRestriction'> = tag('PidTagRuleCondition', 0x6679, 'PtypRestriction');
export const PidTagRuleError: Tag<'PtypInteger32'> = tag('PidTagRuleError', 0x6648, 'PtypInteger32');
export const PidTagRuleFolderEntryId: Tag<'PtypBinary'> = tag('PidTagRuleFolderEntryId', 0x6651, 'PtypBinary');
export const PidTagRuleId: Tag<'PtypInteger64'> = tag('PidTagRuleId', 0x6674, 'PtypInteger64');
export const PidTagRuleIds: Tag<'PtypBinary'> = tag('PidTagRuleIds', 0x6675, 'PtypBinary');
export const PidTagRuleLevel: Tag<'PtypInteger32'> = tag('PidTagRuleLevel', 0x6683, 'PtypInteger32');
export const PidTagRuleMessageLevel: Tag<'PtypInteger32'> = tag('PidTagRuleMessageLevel', 0x65ed, 'PtypInteger32');
export const PidTagRuleMessageName: Tag<'PtypString'> = tag('PidTagRuleMessageName', 0x65ec, 'PtypString');
export const PidTagRuleMessageProvider: Tag<'PtypString'> = tag('PidTagRuleMessageProvider', 0x65eb, 'PtypString');
export const PidTagRuleMessageProviderData: Tag<'PtypBinary'> = tag(
  'PidTagRuleMessageProviderData',
  0x65ee,
  'PtypBinary',
);
export const PidTagRuleMessageSequence: Tag<'PtypInteger32'> = tag(
  'PidTagRuleMessageSequence',
  0x65f3,
  'PtypInteger32',
);
export const PidTagRuleMessageState: Tag<'PtypInteger32'> = tag('PidTagRuleMessageState', 0x65e9, 'PtypInteger32');
export const PidTagRuleMessageUserFlags: Tag<'PtypInteger32'> = tag(
  'PidTagRuleMessageUserFlags',
  0x65ea,
  'PtypInteger32',
);
export const PidTagRuleMsgName: Tag<'PtypString'> = tag('PidTagRuleMsgName', 0x65ec, 'PtypString');
export const PidTagRuleMsgProvider: Tag<'PtypString'> = tag('PidTagRuleMsgProvider', 0x65eb, 'PtypString');
export const PidTagRuleName: Tag<'PtypString'> = tag('PidTagRuleName', 0x6682, 'PtypString');
export const PidTagRuleProvider: Tag<'PtypString'> = tag('PidTagRuleProvider', 0x6681, 'PtypString');
export const PidTagRuleProviderData: Tag<'PtypBinary'> = tag('PidTagRuleProviderData', 0x6684, 'PtypBinary');
export const PidTagRuleSequence: Tag<'PtypInteger32'> = tag('PidTagRuleSequence', 0x6676, 'PtypInteger32');
export const PidTagRuleState: Tag<'PtypInteger32'> = tag('PidTagRuleState', 0x6677, 'PtypInteger32');
export const PidTagRuleUserFlags: Tag<'PtypInteger32'> = tag('PidTagRuleUserFlags', 0x6678, 'PtypInteger32');
export const PidTagRulesTable: Tag<'PtypObject'> = tag('PidTagRulesTable', 0x3fe1, 'PtypObject');
export const PidTagRwRulesStream: Tag<'PtypBinary'> = tag('PidTagRwRulesStream', 0x6802, 'PtypBinary');
export const PidTagScheduleInfoAppointmentTombstone: Tag<'PtypBinary'> = tag(
  'PidTagScheduleInfoAppointmentTombstone',
  0x686a,
  'PtypBinary',
);
export const PidTagScheduleInfoAutoAcceptAppointments: Tag<'PtypBoolean'> = tag(
  'PidTagScheduleInfoAutoAcceptAppointments',
  0x686d,
  'PtypBoolean',
);
export const PidTagScheduleInfoDelegateEntryIds: Tag<'PtypMultipleBinary'> = tag(
  'PidTagScheduleInfoDelegateEntryIds',
  0x6845,
  'PtypMultipleBinary',
);
export const PidTagScheduleInfoDelegateNames: Tag<'PtypMultipleString'> = tag(
  'PidTagScheduleInfoDelegateNames',
  0x6844,
  'PtypMultipleString',
);
export const PidTagScheduleInfoDelegateNamesW: Tag<'PtypMultipleString'> = tag(
  'PidTagScheduleInfoDelegateNamesW',
  0x684a,
  'PtypMultipleString',
);
export const PidTagScheduleInfoDelegatorWantsCopy: Tag<'PtypBoolean'> = tag(
  'PidTagScheduleInfoDelegatorWantsCopy',
  0x6842,
  'PtypBoolean',
);
export const PidTagScheduleInfoDelegatorWantsInfo: Tag<'PtypBoolean'> = tag(
  'PidTagScheduleInfoDelegatorWantsInfo',
  0x684b,
  'PtypBoolean',
);
export const PidTagScheduleInfoDisallowOverlappingAppts: Tag<'PtypBoolean'> = tag(
  'PidTagScheduleInfoDisallowOverlappingAppts',
  0x686f,
  'PtypBoolean',
);
export const PidTagScheduleInfoDisallowRecurringAppts: Tag<'PtypBoolean'> = tag(
  'PidTagScheduleInfoDisallowRecurringAppts',
  0x686e,
  'PtypBoolean',
);
export const PidTagScheduleInfoDontMailDelegates: Tag<'PtypBoolean'> = tag(
  'PidTagScheduleInfoDontMailDelegates',
  0x6843,
  'PtypBoolean',
);
export const PidTagScheduleInfoFreeBusy: Tag<'PtypBinary'> = tag('PidTagScheduleInfoFreeBusy', 0x686c, 'PtypBinary');
export const PidTagScheduleInfoFreeBusyAway: Tag<'PtypMultipleBinary'> = tag(
  'PidTagScheduleInfoFreeBusyAway',
  0x6856,
  'PtypMultipleBinary',
);
export const PidTagScheduleInfoFreeBusyBusy: Tag<'PtypMultipleBinary'> = tag(
  'PidTagScheduleInfoFreeBusyBusy',
  0x6854,
  'PtypMultipleBinary',
);
export const PidTagScheduleInfoFreeBusyMerged: Tag<'PtypMultipleBinary'> = tag(
  'PidTagScheduleInfoFreeBusyMerged',
  0x6850,
  'PtypMultipleBinary',
);
export const PidTagScheduleInfoFreeBusyTentative: Tag<'PtypMultipleBinary'> = tag(
  'PidTagScheduleInfoFreeBusyTentative',
  0x6852,
  'PtypMultipleBinary',
);
export const PidTagScheduleInfoMonthsAway: Tag<'PtypMultipleInteger32'> = tag(
  'PidTagScheduleInfoMonthsAway',
  0x6855,
  'PtypMultipleInteger32',
);
export const PidTagScheduleInfoMonthsBusy: Tag<'PtypMultipleInteger32'> = tag(
  'PidTagScheduleInfoMonthsBusy',
  0x6853,
  'PtypMultipleInteger32',
);
export const PidTagScheduleInfoMonthsMerged: Tag<'PtypMultipleInteger32'> = tag(
  'PidTagScheduleInfoMonthsMerged',
  0x684f,
  'PtypMultipleInteger32',
);
export const PidTagScheduleInfoMonthsTentative: Tag<'PtypMultipleInteger32'> = tag(
  'PidTagScheduleInfoMonthsTentative',
  0x6851,
  'PtypMultipleInteger32',
);
export const PidTagScheduleInfoResourceType: Tag<'PtypInteger32'> = tag(
  'PidTagScheduleInfoResourceType',
  0x6841,
  'PtypInteger32',
);
export const PidTagSchedulePlusFreeBusyEntryId: Tag<'PtypBinary'> = tag(
  'PidTagSchedulePlusFreeBusyEntryId',
  0x6622,
  'PtypBinary',
);
export const PidTagScriptData: Tag<'PtypBinary'> = tag('PidTagScriptData', 0x0004, 'PtypBinary');
export const PidTagSearch: Tag<'PtypObject'> = tag('PidTagSearch', 0x3607, 'PtypObject');
export const PidTagSearchFolderDefinition: Tag<'PtypBinary'> = tag(
  'PidTagSearchFolderDefinition',
  0x6845,
  'PtypBinary',
);
export const PidTagSearchFolderEfpFlags: Tag<'PtypInteger32'> = tag(
  'PidTagSearchFolderEfpFlags',
  0x6848,
  'PtypInteger32',
);
export const PidTagSearchFolderExpiration: Tag<'PtypInteger32'> = tag(
  'PidTagSearchFolderExpiration',
  0x683a,
  'PtypInteger32',
);
export const PidTagSearchFolderId: Tag<'PtypBinary'> = tag('PidTagSearchFolderId', 0x6842, 'PtypBinary');
export const PidTagSearchFolderLastUsed: Tag<'PtypInteger32'> = tag(
  'PidTagSearchFolderLastUsed',
  0x6834,
  'PtypInteger32',
);
export const PidTagSearchFolderRecreateInfo: Tag<'PtypBinary'> = tag(
  'PidTagSearchFolderRecreateInfo',
  0x6844,
  'PtypBinary',
);
export const PidTagSearchFolderStorageType: Tag<'PtypInteger32'> = tag(
  'PidTagSearchFolderStorageType',
  0x6846,
  'PtypInteger32',
);
export const PidTagSearchFolderTag: Tag<'PtypInteger32'> = tag('PidTagSearchFolderTag', 0x6847, 'PtypInteger32');
export const PidTagSearchFolderTemplateId: Tag<'PtypInteger32'> = tag(
  'PidTagSearchFolderTemplateId',
  0x6841,
  'PtypInteger32',
);
export const PidTagSearchKey: Tag<'PtypBinary'> = tag('PidTagSearchKey', 0x300b, 'PtypBinary');
export const PidTagSecureSubmitFlags: Tag<'PtypInteger32'> = tag('PidTagSecureSubmitFlags', 0x65c6, 'PtypInteger32');
export const PidTagSecurity: Tag<'PtypInteger32'> = tag('PidTagSecurity', 0x0034, 'PtypInteger32');
export const PidTagSecurityDescriptorAsXml: Tag<'PtypString'> = tag(
  'PidTagSecurityDescriptorAsXml',
  0x0e6a,
  'PtypString',
);
export const PidTagSelectable: Tag<'PtypBoolean'> = tag('PidTagSelectable', 0x3609, 'PtypBoolean');
export const PidTagSendInternetEncoding: Tag<'PtypInteger32'> = tag(
  'PidTagSendInternetEncoding',
  0x3a71,
  'PtypInteger32',
);
export const PidTagSendOutlookRecallReport: Tag<'PtypBoolean'> = tag(
  'PidTagSendOutlookRecallReport',
  0x6803,
  'PtypBoolean',
);
export const PidTagSendRichInfo: Tag<'PtypBoolean'> = tag('PidTagSendRichInfo', 0x3a40, 'PtypBoolean');
export const PidTagSenderAddressType: Tag<'PtypString'> = tag('PidTagSenderAddressType', 0x0c1e, 'PtypString');
export const PidTagSenderEmailAddress: Tag<'PtypString'> = tag('PidTagSenderEmailAddress', 0x0c1f, 'PtypString');
export const PidTagSenderEntryId: Tag<'PtypBinary'> = tag('PidTagSenderEntryId', 0x0c19, 'PtypBinary');
export const PidTagSenderIdStatus: Tag<'PtypInteger32'> = tag('PidTagSenderIdStatus', 0x4079, 'PtypInteger32');
export const PidTagSenderName: Tag<'PtypString'> = tag('PidTagSenderName', 0x0c1a, 'PtypString');
export const PidTagSenderSearchKey: Tag<'PtypBinary'> = tag('PidTagSenderSearchKey', 0x0c1d, 'PtypBinary');
export const PidTagSenderSmtpAddress: Tag<'PtypString'> = tag('PidTagSenderSmtpAddress', 0x5d01, 'PtypString');
export const PidTagSenderTelephoneNumber: Tag<'PtypString'> = tag('PidTagSenderTelephoneNumber', 0x6802, 'PtypString');
export const PidTagSensitivity: Tag<'PtypInteger32'> = tag('PidTagSensitivity', 0x0036, 'PtypInteger32');
export const PidTagSentMailEntryId: Tag<'PtypBinary'> = tag('PidTagSentMailEntryId', 0x0e0a, 'PtypBinary');
export const PidTagSentMailSvrEID: Tag<'PtypServerId'> = tag('PidTagSentMailSvrEID', 0x6740, 'PtypServerId');
export const PidTagSentRepresentingAddressType: Tag<'PtypString'> = tag(
  'PidTagSentRepresentingAddressType',
  0x0064,
  'PtypString',
);
export const PidTagSentRepresentingEmailAddress: Tag<'PtypString'> = tag(
  'PidTagSentRepresentingEmailAddress',
  0x0065,
  'PtypString',
);
export const PidTagSentRepresentingEntryId: Tag<'PtypBinary'> = tag(
  'PidTagSentRepresentingEntryId',
  0x0041,
  'PtypBinary',
);
export const PidTagSentRepresentingFlags: Tag<'PtypInteger32'> = tag(
  'PidTagSentRepresentingFlags',
  0x401a,
  'PtypInteger32',
);
export const PidTagSentRepresentingName: Tag<'PtypString'> = tag('PidTagSentRepresentingName', 0x0042, 'PtypString');
export const PidTagSentRepresentingSearchKey: Tag<'PtypBinary'> = tag(
  'PidTagSentRepresentingSearchKey',
  0x003b,
  'PtypBinary',
);
export const PidTagSentRepresentingSmtpAddress: Tag<'PtypString'> = tag(
  'PidTagSentRepresentingSmtpAddress',
  0x5d02,
  'PtypString',
);
export const PidTagSerializedReplidGuidMap: Tag<'PtypBinary'> = tag(
  'PidTagSerializedReplidGuidMap',
  0x6638,
  'PtypBinary',
);
export const PidTagServiceDeleteFiles: Tag<'PtypMultipleString'> = tag(
  'PidTagServiceDeleteFiles',
  0x3d10,
  'PtypMultipleString',
);
export const PidTagServiceDllName: Tag<'PtypString'> = tag('PidTagServiceDllName', 0x3d0a, 'PtypString');
export const PidTagServiceEntryName: Tag<'PtypString'> = tag('PidTagServiceEntryName', 0x3d0b, 'PtypString');
export const PidTagServiceExtraUids: Tag<'PtypBinary'> = tag('PidTagServiceExtraUids', 0x3d0d, 'PtypBinary');
export const PidTagServiceInstallId: Tag<'PtypString'> = tag('PidTagServiceInstallId', 0x3d13, 'PtypString');
export const PidTagServiceName: Tag<'PtypString'> = tag('PidTagServiceName', 0x3d09, 'PtypString');
export const PidTagServiceSupportFiles: Tag<'PtypMultipleString'> = tag(
  'PidTagServiceSupportFiles',
  0x3d0f,
  'PtypMultipleString',
);
export const PidTagServiceUid: Tag<'PtypBinary'> = tag('PidTagServiceUid', 0x3d0c, 'PtypBinary');
export const PidTagServices: Tag<'PtypBinary'> = tag('PidTagServices', 0x3d0e, 'PtypBinary');
export const PidTagShortTermEntryIdFromObject: Tag<'PtypBinary'> = tag(
  'PidTagShortTermEntryIdFromObject',
  0x6671,
  'PtypBinary',
);
export const PidTagShortTermParentEntryIdFromObject: Tag<'PtypBinary'> = tag(
  'PidTagShortTermParentEntryIdFromObject',
  0x6672,
  'PtypBinary',
);
export const PidTagSmtpAddress: Tag<'PtypString'> = tag('PidTagSmtpAddress', 0x39fe, 'PtypString');
export const PidTagSortLocaleId: Tag<'PtypInteger32'> = tag('PidTagSortLocaleId', 0x6705, 'PtypInteger32');
export const PidTagSourceKey: Tag<'PtypBinary'> = tag('PidTagSourceKey', 0x65e0, 'PtypBinary');
export const PidTagSpamJunkSenders: Tag<'PtypString'> = tag('PidTagSpamJunkSenders', 0x041a, 'PtypString');
export const PidTagSpamThreshold: Tag<'PtypInteger32'> = tag('PidTagSpamThreshold', 0x041b, 'PtypInteger32');
export const PidTagSpamTrustedRecipients: Tag<'PtypString'> = tag('PidTagSpamTrustedRecipients', 0x0419, 'PtypString');
export const PidTagSpamTrustedSenders: Tag<'PtypString'> = tag('PidTagSpamTrustedSenders', 0x0418, 'PtypString');
export const PidTagSpokenName: Tag<'PtypBinary'> = tag('PidTagSpokenName', 0x8cc2, 'PtypBinary');
export const PidTagSpoolerStatus: Tag<'PtypInteger32'> = tag('PidTagSpoolerStatus', 0x0e10, 'PtypInteger32');
export const PidTagSpouseName: Tag<'PtypString'> = tag('PidTagSpouseName', 0x3a48, 'PtypString');
export const PidTagStartDate: Tag<'PtypTime'> = tag('PidTagStartDate', 0x0060, 'PtypTime');
export const PidTagStartDateEtc: Tag<'PtypBinary'> = tag('PidTagStartDateEtc', 0x301b, 'PtypBinary');
export const PidTagStateOrProvince: Tag<'PtypString'> = tag('PidTagStateOrProvince', 0x3a28, 'PtypString');
export const PidTagStatus: Tag<'PtypInteger32'> = tag('PidTagStatus', 0x360b, 'PtypInteger32');
export const PidTagStatusCode: Tag<'PtypInteger32'> = tag('PidTagStatusCode', 0x3e04, 'PtypInteger32');
export const PidTagStatusString: Tag<'PtypString'> = tag('PidTagStatusString', 0x3e08, 'PtypString');
export const PidTagStoreEntryId: Tag<'PtypBinary'> = tag('PidTagStoreEntryId', 0x0ffb, 'PtypBinary');
export const PidTagStoreProvider: Tag<'PtypBinary'> = tag('PidTagStoreProvider', 0x3414, 'PtypBinary');
export const PidTagStoreProviders: Tag<'PtypBinary'> = tag('PidTagStoreProviders', 0x3d00, 'PtypBinary');
export const PidTagStoreRecordKey: Tag<'PtypBinary'> = tag('PidTagStoreRecordKey', 0x0ffa, 'PtypBinary');
export const PidTagStoreState: Tag<'PtypInteger32'> = tag('PidTagStoreState', 0x340e, 'PtypInteger32');
export const PidTagStoreSupportMask: Tag<'PtypInteger32'> = tag('PidTagStoreSupportMask', 0x340d, 'PtypInteger32');
export const PidTagStoreUnicodeMask: Tag<'PtypInteger32'> = tag('PidTagStoreUnicodeMask', 0x340f, 'PtypInteger32');
export const PidTagStreetAddress: Tag<'PtypString'> = tag('PidTagStreetAddress', 0x3a29, 'PtypString');
export const PidTagSubfolder: Tag<'PtypBoolean'> = tag('PidTagSubfolder', 0x6708, 'PtypBoolean');
export const PidTagSubfolders: Tag<'PtypBoolean'> = tag('PidTagSubfolders', 0x360a, 'PtypBoolean');
export const PidTagSubject: Tag<'PtypString'> = tag('PidTagSubject', 0x0037, 'PtypString');
export const PidTagSubjectMessageId: Tag<'PtypBinary'> = tag('PidTagSubjectMessageId', 0x0038, 'PtypBinary');
export const PidTagSubjectPrefix: Tag<'PtypString'> = tag('PidTagSubjectPrefix', 0x003d, 'PtypString');
export const PidTagSubmitFlags: Tag<'PtypInteger32'> = tag('PidTagSubmitFlags', 0x0e14, 'PtypInteger32');
export const PidTagSupplementaryInfo: Tag<'PtypString'> = tag('PidTagSupplementaryInfo', 0x0c1b, 'PtypString');
export const PidTagSurname: Tag<'PtypString'> = tag('PidTagSurname', 0x3a11, 'PtypString');
export const PidTagSwappedToDoData: Tag<'PtypBinary'> = tag('PidTagSwappedToDoData', 0x0e2d, 'PtypBinary');
export const PidTagSwappedToDoStore: Tag<'PtypBinary'> = tag('PidTagSwappedToDoStore', 0x0e2c, 'PtypBinary');
export const PidTagTargetEntryId: Tag<'PtypBinary'> = tag('PidTagTargetEntryId', 0x3010, 'PtypBinary');
export const PidTagTelecommunicationsDeviceForDeafTelephoneNumber: Tag<'PtypString'> = tag(
  'PidTagTelecommunicationsDeviceForDeafTelephoneNumber',
  0x3a4b,
  'PtypString',
);
export const PidTagTelexNumber: Tag<'PtypString'> = tag('PidTagTelexNumber', 0x3a2c, 'PtypString');
export const PidTagTemplateData: Tag<'PtypBinary'> = tag('PidTagTemplateData', 0x0001, 'PtypBinary');
export const PidTagTemplateid: Tag<'PtypBinary'> = tag('PidTagTemplateid', 0x3902, 'PtypBinary');
export const PidTagTemporaryDefaultDocument: Tag<'PtypString'> = tag(
  'PidTagTemporaryDefaultDocument',
  0x3f20,
  'PtypString',
);
export const PidTagTextAttachmentCharset: Tag<'PtypString'> = tag('PidTagTextAttachmentCharset', 0x371b, 'PtypString');
export const PidTagThumbnailPhoto: Tag<'PtypBinary'> = tag('PidTagThumbnailPhoto', 0x8c9e, 'PtypBinary');
export const PidTagTitle: Tag<'PtypString'> = tag('PidTagTitle', 0x3a17, 'PtypString');
export const PidTagTnefCorrelationKey: Tag<'PtypBinary'> = tag('PidTagTnefCorrelationKey', 0x007f, 'PtypBinary');
export const PidTagTnefUnprocessedProps: Tag<'PtypBinary'> = tag('PidTagTnefUnprocessedProps', 0x0e9c, 'PtypBinary');
export const PidTagToDoItemFlags: Tag<'PtypInteger32'> = tag('PidTagToDoItemFlags', 0x0e2b, 'PtypInteger32');
export const PidTagTransmittableDisplayName: Tag<'PtypString'> = tag(
  'PidTagTransmittableDisplayName',
  0x3a20,
  'PtypString',
);
export const PidTagTransportKey: Tag<'PtypInteger32'> = tag('PidTagTransportKey', 0x0e16, 'PtypInteger32');
export const PidTagTransportMessageHeaders: Tag<'PtypString'> = tag(
  'PidTagTransportMessageHeaders',
  0x007d,
  'PtypString',
);
export const PidTagTransportProviders: Tag<'PtypBinary'> = tag('PidTagTransportProviders', 0x3d02, 'PtypBinary');
export const PidTagTransportStatus: Tag<'PtypInteger32'> = tag('PidTagTransportStatus', 0x0e11, 'PtypInteger32');
export const PidTagTrustSender: Tag<'PtypInteger32'> = tag('PidTagTrustSender', 0x0e79, 'PtypInteger32');
export const PidTagTypeOfX400User: Tag<'PtypInteger32'> = tag('PidTagTypeOfX400User', 0x0c1c, 'PtypInteger32');
export const PidTagUrlCompName: Tag<'PtypString'> = tag('PidTagUrlCompName', 0x10f3, 'PtypString');
export const PidTagUrlComponentName: Tag<'PtypString'> = tag('PidTagUrlComponentName', 0x10f3, 'PtypString');
export const PidTagUrlName: Tag<'PtypString'> = tag('PidTagUrlName', 0x6707, 'PtypString');
export const PidTagUserCertificate: Tag<'PtypBinary'> = tag('PidTagUserCertificate', 0x3a22, 'PtypBinary');
export const PidTagUserEntryId: Tag<'PtypBinary'> = tag('PidTagUserEntryId', 0x6619, 'PtypBinary');
export const PidTagUserFields: Tag<'PtypBinary'> = tag('PidTagUserFields', 0x36e3, 'PtypBinary');
export const PidTagUserX509Certificate: Tag<'PtypMultipleBinary'> = tag(
  'PidTagUserX509Certificate',
  0x3a70,
  'PtypMultipleBinary',
);
export const PidTagValidFolderMask: Tag<'PtypInteger32'> = tag('PidTagValidFolderMask', 0x35df, 'PtypInteger32');
export const PidTagViewDescriptorBinary: Tag<'PtypBinary'> = tag('PidTagViewDescriptorBinary', 0x7001, 'PtypBinary');
export const PidTagViewDescriptorFlags: Tag<'PtypInteger32'> = tag(
  'PidTagViewDescriptorFlags',
  0x7003,
  'PtypInteger32',
);
export const PidTagViewDescriptorLinkTo: Tag<'PtypBinary'> = tag('PidTagViewDescriptorLinkTo', 0x7004, 'PtypBinary');
export const PidTagViewDescriptorName: Tag<'PtypString'> = tag('PidTagViewDescriptorName', 0x7006, 'PtypString');
export const PidTagViewDescriptorStrings: Tag<'PtypString'> = tag('PidTagViewDescriptorStrings', 0x7002, 'PtypString');
export const PidTagViewDescriptorVersion: Tag<'PtypInteger32'> = tag(
  'PidTagViewDescriptorVersion',
  0x7007,
  'PtypInteger32',
);
export const PidTagViewDescriptorViewFolder: Tag<'PtypBinary'> = tag(
  'PidTagViewDescriptorViewFolder',
  0x7005,
  'PtypBinary',
);
export const PidTagViewsEntryId: Tag<'PtypBinary'> = tag('PidTagViewsEntryId', 0x35e5, 'PtypBinary');
export const PidTagVoiceMessageAttachmentOrder: Tag<'PtypString'> = tag(
  'PidTagVoiceMessageAttachmentOrder',
  0x6805,
  'PtypString',
);
export const PidTagVoiceMessageDuration: Tag<'PtypInteger32'> = tag(
  'PidTagVoiceMessageDuration',
  0x6801,
  'PtypInteger32',
);
export const PidTagVoiceMessageSenderName: Tag<'PtypString'> = tag(
  'PidTagVoiceMessageSenderName',
  0x6803,
  'PtypString',
);
export const PidTagWeddingAnniversary: Tag<'PtypTime'> = tag('PidTagWeddingAnniversary', 0x3a41, 'PtypTime');
export const PidTagWizardNoPabPage: Tag<'PtypBoolean'> = tag('PidTagWizardNoPabPage', 0x6701, 'PtypBoolean');
export const PidTagWizardNoPstPage: Tag<'PtypBoolean'> = tag('PidTagWizardNoPstPage', 0x6700, 'PtypBoolean');
export const PidTagWlinkAddressBookEID: Tag<'PtypBinary'> = tag('PidTagWlinkAddressBookEID', 0x6854, 'PtypBinary');
export const PidTagWlinkAddressBookStoreEID: Tag<'PtypBinary'> = tag(
  'PidTagWlinkAddressBookStoreEID',
  0x6891,
  'PtypBinary',
);
export const PidTagWlinkCalendarColor: Tag<'PtypInteger32'> = tag('PidTagWlinkCalendarColor', 0x6853, 'PtypInteger32');
export const PidTagWlinkClientID: Tag<'PtypBinary'> = tag('PidTagWlinkClientID', 0x6890, 'PtypBinary');
export const PidTagWlinkEntryId: Tag<'PtypBinary'> = tag('PidTagWlinkEntryId', 0x684c, 'PtypBinary');
export const PidTagWlinkFlags: Tag<'PtypInteger32'> = tag('PidTagWlinkFlags', 0x684a, 'PtypInteger32');
export const PidTagWlinkFolderType: Tag<'PtypBinary'> = tag('PidTagWlinkFolderType', 0x684f, 'PtypBinary');
export const PidTagWlinkGroupClsid: Tag<'PtypBinary'> = tag('PidTagWlinkGroupClsid', 0x6850, 'PtypBinary');
export const PidTagWlinkGroupHeaderID: Tag<'PtypBinary'> = tag('PidTagWlinkGroupHeaderID', 0x6842, 'PtypBinary');
export const PidTagWlinkGroupName: Tag<'PtypString'> = tag('PidTagWlinkGroupName', 0x6851, 'PtypString');
export const PidTagWlinkOrdinal: Tag<'PtypBinary'> = tag('PidTagWlinkOrdinal', 0x684b, 'PtypBinary');
export const PidTagWlinkROGroupType: Tag<'PtypInteger32'> = tag('PidTagWlinkROGroupType', 0x6892, 'PtypInteger32');
export const PidTagWlinkRecordKey: Tag<'PtypBinary'> = tag('PidTagWlinkRecordKey', 0x684d, 'PtypBinary');
export const PidTagWlinkSaveStamp: Tag<'PtypInteger32'> = tag('PidTagWlinkSaveStamp', 0x6847, 'PtypInteger32');
export const PidTagWlinkSection: Tag<'PtypInteger32'> = tag('PidTagWlinkSection', 0x6852, 'PtypInteger32');
export const PidTagWlinkStoreEntryId: Tag<'PtypBinary'> = tag('PidTagWlinkStoreEntryId', 0x684e, 'PtypBinary');
export const PidTagWlinkType: Tag<'PtypInteger32'> = tag('PidTagWlinkType', 0x6849, 'PtypInteger32');
export const PidTagX400ContentType: Tag<'PtypBinary'> = tag('PidTagX400ContentType', 0x003c, 'PtypBinary');
export const PidTagX400DeferredDeliveryCancel: Tag<'PtypBoolean'> = tag(
  'PidTagX400DeferredDeliveryCancel',
  0x3e09,
  'PtypBoolean',
);
export const PidTagXCoordinate: Tag<'PtypInteger32'> = tag('PidTagXCoordinate', 0x3f05, 'PtypInteger32');
export const PidTagYCoordinate: Tag<'PtypInteger32'> = tag('PidTagYCoordinate', 0x3f06, 'PtypInteger32');
