// Names, sets and ids of [MS-OXPROPS] as published in microsoft/mfcmapi (MIT). Data, not logic: one constant a property.
import { type Lid, lid } from './tag.ts';

export const PidLidAttendeeCriticalChange: Lid<'PtypTime'> = lid(
  'PidLidAttendeeCriticalChange',
  'PSETID_Meeting',
  0x0001,
  'PtypTime',
);
export const PidLidWhere: Lid<'PtypString'> = lid('PidLidWhere', 'PSETID_Meeting', 0x0002, 'PtypString');
export const PidLidGlobalObjectId: Lid<'PtypBinary'> = lid(
  'PidLidGlobalObjectId',
  'PSETID_Meeting',
  0x0003,
  'PtypBinary',
);
export const PidLidIsSilent: Lid<'PtypBoolean'> = lid('PidLidIsSilent', 'PSETID_Meeting', 0x0004, 'PtypBoolean');
export const PidLidIsRecurring: Lid<'PtypBoolean'> = lid('PidLidIsRecurring', 'PSETID_Meeting', 0x0005, 'PtypBoolean');
export const PidLidRequiredAttendees: Lid<'PtypString'> = lid(
  'PidLidRequiredAttendees',
  'PSETID_Meeting',
  0x0006,
  'PtypString',
);
export const PidLidOptionalAttendees: Lid<'PtypString'> = lid(
  'PidLidOptionalAttendees',
  'PSETID_Meeting',
  0x0007,
  'PtypString',
);
export const PidLidResourceAttendees: Lid<'PtypString'> = lid(
  'PidLidResourceAttendees',
  'PSETID_Meeting',
  0x0008,
  'PtypString',
);
export const PidLidDelegateMail: Lid<'PtypBoolean'> = lid(
  'PidLidDelegateMail',
  'PSETID_Meeting',
  0x0009,
  'PtypBoolean',
);
export const PidLidIsException: Lid<'PtypBoolean'> = lid('PidLidIsException', 'PSETID_Meeting', 0x000a, 'PtypBoolean');
export const PidLidSingleInvite: Lid<'PtypBoolean'> = lid(
  'PidLidSingleInvite',
  'PSETID_Meeting',
  0x000b,
  'PtypBoolean',
);
export const PidLidTimeZone: Lid<'PtypInteger32'> = lid('PidLidTimeZone', 'PSETID_Meeting', 0x000c, 'PtypInteger32');
export const PidLidStartRecurrenceDate: Lid<'PtypInteger32'> = lid(
  'PidLidStartRecurrenceDate',
  'PSETID_Meeting',
  0x000d,
  'PtypInteger32',
);
export const PidLidStartRecurrenceTime: Lid<'PtypInteger32'> = lid(
  'PidLidStartRecurrenceTime',
  'PSETID_Meeting',
  0x000e,
  'PtypInteger32',
);
export const PidLidEndRecurrenceDate: Lid<'PtypInteger32'> = lid(
  'PidLidEndRecurrenceDate',
  'PSETID_Meeting',
  0x000f,
  'PtypInteger32',
);
export const PidLidEndRecurrenceTime: Lid<'PtypInteger32'> = lid(
  'PidLidEndRecurrenceTime',
  'PSETID_Meeting',
  0x0010,
  'PtypInteger32',
);
export const PidLidDayInterval: Lid<'PtypInteger16'> = lid(
  'PidLidDayInterval',
  'PSETID_Meeting',
  0x0011,
  'PtypInteger16',
);
export const PidLidWeekInterval: Lid<'PtypInteger16'> = lid(
  'PidLidWeekInterval',
  'PSETID_Meeting',
  0x0012,
  'PtypInteger16',
);
export const PidLidMonthInterval: Lid<'PtypInteger16'> = lid(
  'PidLidMonthInterval',
  'PSETID_Meeting',
  0x0013,
  'PtypInteger16',
);
export const PidLidYearInterval: Lid<'PtypInteger16'> = lid(
  'PidLidYearInterval',
  'PSETID_Meeting',
  0x0014,
  'PtypInteger16',
);
export const PidLidClientIntent: Lid<'PtypInteger32'> = lid(
  'PidLidClientIntent',
  'PSETID_CalendarAssistant',
  0x0015,
  'PtypInteger32',
);
export const PidLidMonthOfYearMask: Lid<'PtypInteger32'> = lid(
  'PidLidMonthOfYearMask',
  'PSETID_Meeting',
  0x0017,
  'PtypInteger32',
);
export const PidLidOldRecurrenceType: Lid<'PtypInteger16'> = lid(
  'PidLidOldRecurrenceType',
  'PSETID_Meeting',
  0x0018,
  'PtypInteger16',
);
export const PidLidOwnerCriticalChange: Lid<'PtypTime'> = lid(
  'PidLidOwnerCriticalChange',
  'PSETID_Meeting',
  0x001a,
  'PtypTime',
);
export const PidLidCalendarType: Lid<'PtypInteger32'> = lid(
  'PidLidCalendarType',
  'PSETID_Meeting',
  0x001c,
  'PtypInteger32',
);
export const PidLidAllAttendeesList: Lid<'PtypString'> = lid(
  'PidLidAllAttendeesList',
  'PSETID_Meeting',
  0x001d,
  'PtypString',
);
export const PidLidCleanGlobalObjectId: Lid<'PtypBinary'> = lid(
  'PidLidCleanGlobalObjectId',
  'PSETID_Meeting',
  0x0023,
  'PtypBinary',
);
export const PidLidAppointmentMessageClass: Lid<'PtypString'> = lid(
  'PidLidAppointmentMessageClass',
  'PSETID_Meeting',
  0x0024,
  'PtypString',
);
export const PidLidMeetingType: Lid<'PtypInteger32'> = lid(
  'PidLidMeetingType',
  'PSETID_Meeting',
  0x0026,
  'PtypInteger32',
);
export const PidLidOldLocation: Lid<'PtypString'> = lid('PidLidOldLocation', 'PSETID_Meeting', 0x0028, 'PtypString');
export const PidLidOldWhenStartWhole: Lid<'PtypTime'> = lid(
  'PidLidOldWhenStartWhole',
  'PSETID_Meeting',
  0x0029,
  'PtypTime',
);
export const PidLidOldWhenEndWhole: Lid<'PtypTime'> = lid(
  'PidLidOldWhenEndWhole',
  'PSETID_Meeting',
  0x002a,
  'PtypTime',
);
export const PidLidDayOfMonth: Lid<'PtypInteger32'> = lid('PidLidDayOfMonth', 'PSETID_Common', 0x1000, 'PtypInteger32');
export const PidLidICalendarDayOfWeekMask: Lid<'PtypInteger32'> = lid(
  'PidLidICalendarDayOfWeekMask',
  'PSETID_Common',
  0x1001,
  'PtypInteger32',
);
export const PidLidOccurrences: Lid<'PtypInteger32'> = lid(
  'PidLidOccurrences',
  'PSETID_Common',
  0x1005,
  'PtypInteger32',
);
export const PidLidMonthOfYear: Lid<'PtypInteger32'> = lid(
  'PidLidMonthOfYear',
  'PSETID_Common',
  0x1006,
  'PtypInteger32',
);
export const PidLidNoEndDateFlag: Lid<'PtypBoolean'> = lid(
  'PidLidNoEndDateFlag',
  'PSETID_Common',
  0x100b,
  'PtypBoolean',
);
export const PidLidRecurrenceDuration: Lid<'PtypInteger32'> = lid(
  'PidLidRecurrenceDuration',
  'PSETID_Common',
  0x100d,
  'PtypInteger32',
);
export const PidLidFileUnder: Lid<'PtypString'> = lid('PidLidFileUnder', 'PSETID_Address', 0x8005, 'PtypString');
export const PidLidFileUnderId: Lid<'PtypInteger32'> = lid(
  'PidLidFileUnderId',
  'PSETID_Address',
  0x8006,
  'PtypInteger32',
);
export const PidLidContactItemData: Lid<'PtypMultipleInteger32'> = lid(
  'PidLidContactItemData',
  'PSETID_Address',
  0x8007,
  'PtypMultipleInteger32',
);
export const PidLidDepartment: Lid<'PtypString'> = lid('PidLidDepartment', 'PSETID_Address', 0x8010, 'PtypString');
export const PidLidHasPicture: Lid<'PtypBoolean'> = lid('PidLidHasPicture', 'PSETID_Address', 0x8015, 'PtypBoolean');
export const PidLidHomeAddress: Lid<'PtypString'> = lid('PidLidHomeAddress', 'PSETID_Address', 0x801a, 'PtypString');
export const PidLidWorkAddress: Lid<'PtypString'> = lid('PidLidWorkAddress', 'PSETID_Address', 0x801b, 'PtypString');
export const PidLidOtherAddress: Lid<'PtypString'> = lid('PidLidOtherAddress', 'PSETID_Address', 0x801c, 'PtypString');
export const PidLidPostalAddressId: Lid<'PtypInteger32'> = lid(
  'PidLidPostalAddressId',
  'PSETID_Address',
  0x8022,
  'PtypInteger32',
);
export const PidLidContactCharacterSet: Lid<'PtypInteger32'> = lid(
  'PidLidContactCharacterSet',
  'PSETID_Address',
  0x8023,
  'PtypInteger32',
);
export const PidLidAutoLog: Lid<'PtypBoolean'> = lid('PidLidAutoLog', 'PSETID_Address', 0x8025, 'PtypBoolean');
export const PidLidFileUnderList: Lid<'PtypMultipleInteger32'> = lid(
  'PidLidFileUnderList',
  'PSETID_Address',
  0x8026,
  'PtypMultipleInteger32',
);
export const PidLidAddressBookProviderEmailList: Lid<'PtypMultipleInteger32'> = lid(
  'PidLidAddressBookProviderEmailList',
  'PSETID_Address',
  0x8028,
  'PtypMultipleInteger32',
);
export const PidLidAddressBookProviderArrayType: Lid<'PtypInteger32'> = lid(
  'PidLidAddressBookProviderArrayType',
  'PSETID_Address',
  0x8029,
  'PtypInteger32',
);
export const PidLidHtml: Lid<'PtypString'> = lid('PidLidHtml', 'PSETID_Address', 0x802b, 'PtypString');
export const PidLidYomiFirstName: Lid<'PtypString'> = lid(
  'PidLidYomiFirstName',
  'PSETID_Address',
  0x802c,
  'PtypString',
);
export const PidLidYomiLastName: Lid<'PtypString'> = lid('PidLidYomiLastName', 'PSETID_Address', 0x802d, 'PtypString');
export const PidLidYomiCompanyName: Lid<'PtypString'> = lid(
  'PidLidYomiCompanyName',
  'PSETID_Address',
  0x802e,
  'PtypString',
);
export const PidLidBusinessCardDisplayDefinition: Lid<'PtypBinary'> = lid(
  'PidLidBusinessCardDisplayDefinition',
  'PSETID_Address',
  0x8040,
  'PtypBinary',
);
export const PidLidBusinessCardCardPicture: Lid<'PtypBinary'> = lid(
  'PidLidBusinessCardCardPicture',
  'PSETID_Address',
  0x8041,
  'PtypBinary',
);
export const PidLidWorkAddressStreet: Lid<'PtypString'> = lid(
  'PidLidWorkAddressStreet',
  'PSETID_Address',
  0x8045,
  'PtypString',
);
export const PidLidPromptSendUpdate: Lid<'PtypBoolean'> = lid(
  'PidLidPromptSendUpdate',
  'PSETID_Common',
  0x8045,
  'PtypBoolean',
);
export const PidLidWorkAddressCity: Lid<'PtypString'> = lid(
  'PidLidWorkAddressCity',
  'PSETID_Address',
  0x8046,
  'PtypString',
);
export const PidLidWorkAddressState: Lid<'PtypString'> = lid(
  'PidLidWorkAddressState',
  'PSETID_Address',
  0x8047,
  'PtypString',
);
export const PidLidWorkAddressPostalCode: Lid<'PtypString'> = lid(
  'PidLidWorkAddressPostalCode',
  'PSETID_Address',
  0x8048,
  'PtypString',
);
export const PidLidWorkAddressCountry: Lid<'PtypString'> = lid(
  'PidLidWorkAddressCountry',
  'PSETID_Address',
  0x8049,
  'PtypString',
);
export const PidLidWorkAddressPostOfficeBox: Lid<'PtypString'> = lid(
  'PidLidWorkAddressPostOfficeBox',
  'PSETID_Address',
  0x804a,
  'PtypString',
);
export const PidLidDistributionListChecksum: Lid<'PtypInteger32'> = lid(
  'PidLidDistributionListChecksum',
  'PSETID_Address',
  0x804c,
  'PtypInteger32',
);
export const PidLidBirthdayEventEntryId: Lid<'PtypBinary'> = lid(
  'PidLidBirthdayEventEntryId',
  'PSETID_Address',
  0x804d,
  'PtypBinary',
);
export const PidLidAnniversaryEventEntryId: Lid<'PtypBinary'> = lid(
  'PidLidAnniversaryEventEntryId',
  'PSETID_Address',
  0x804e,
  'PtypBinary',
);
export const PidLidContactUserField1: Lid<'PtypString'> = lid(
  'PidLidContactUserField1',
  'PSETID_Address',
  0x804f,
  'PtypString',
);
export const PidLidContactUserField2: Lid<'PtypString'> = lid(
  'PidLidContactUserField2',
  'PSETID_Address',
  0x8050,
  'PtypString',
);
export const PidLidContactUserField3: Lid<'PtypString'> = lid(
  'PidLidContactUserField3',
  'PSETID_Address',
  0x8051,
  'PtypString',
);
export const PidLidContactUserField4: Lid<'PtypString'> = lid(
  'PidLidContactUserField4',
  'PSETID_Address',
  0x8052,
  'PtypString',
);
export const PidLidDistributionListName: Lid<'PtypString'> = lid(
  'PidLidDistributionListName',
  'PSETID_Address',
  0x8053,
  'PtypString',
);
export const PidLidDistributionListOneOffMembers: Lid<'PtypMultipleBinary'> = lid(
  'PidLidDistributionListOneOffMembers',
  'PSETID_Address',
  0x8054,
  'PtypMultipleBinary',
);
export const PidLidDistributionListMembers: Lid<'PtypMultipleBinary'> = lid(
  'PidLidDistributionListMembers',
  'PSETID_Address',
  0x8055,
  'PtypMultipleBinary',
);
export const PidLidInstantMessagingAddress: Lid<'PtypString'> = lid(
  'PidLidInstantMessagingAddress',
  'PSETID_Address',
  0x8062,
  'PtypString',
);
export const PidLidDistributionListStream: Lid<'PtypBinary'> = lid(
  'PidLidDistributionListStream',
  'PSETID_Address',
  0x8064,
  'PtypBinary',
);
export const PidLidEmail1DisplayName: Lid<'PtypString'> = lid(
  'PidLidEmail1DisplayName',
  'PSETID_Address',
  0x8080,
  'PtypString',
);
export const PidLidEmail1AddressType: Lid<'PtypString'> = lid(
  'PidLidEmail1AddressType',
  'PSETID_Address',
  0x8082,
  'PtypString',
);
export const PidLidEmail1EmailAddress: Lid<'PtypString'> = lid(
  'PidLidEmail1EmailAddress',
  'PSETID_Address',
  0x8083,
  'PtypString',
);
export const PidLidEmail1OriginalDisplayName: Lid<'PtypString'> = lid(
  'PidLidEmail1OriginalDisplayName',
  'PSETID_Address',
  0x8084,
  'PtypString',
);
export const PidLidEmail1OriginalEntryId: Lid<'PtypBinary'> = lid(
  'PidLidEmail1OriginalEntryId',
  'PSETID_Address',
  0x8085,
  'PtypBinary',
);
export const PidLidEmail1EmailType: Lid<'PtypString'> = lid(
  'PidLidEmail1EmailType',
  'PSETID_Address',
  0x8087,
  'PtypString',
);
export const PidLidEmail2DisplayName: Lid<'PtypString'> = lid(
  'PidLidEmail2DisplayName',
  'PSETID_Address',
  0x8090,
  'PtypString',
);
export const PidLidEmail2AddressType: Lid<'PtypString'> = lid(
  'PidLidEmail2AddressType',
  'PSETID_Address',
  0x8092,
  'PtypString',
);
export const PidLidEmail2EmailAddress: Lid<'PtypString'> = lid(
  'PidLidEmail2EmailAddress',
  'PSETID_Address',
  0x8093,
  'PtypString',
);
export const PidLidEmail2OriginalDisplayName: Lid<'PtypString'> = lid(
  'PidLidEmail2OriginalDisplayName',
  'PSETID_Address',
  0x8094,
  'PtypString',
);
export const PidLidEmail2OriginalEntryId: Lid<'PtypBinary'> = lid(
  'PidLidEmail2OriginalEntryId',
  'PSETID_Address',
  0x8095,
  'PtypBinary',
);
export const PidLidEmail2EmailType: Lid<'PtypString'> = lid(
  'PidLidEmail2EmailType',
  'PSETID_Address',
  0x8097,
  'PtypString',
);
export const PidLidEmail3DisplayName: Lid<'PtypString'> = lid(
  'PidLidEmail3DisplayName',
  'PSETID_Address',
  0x80a0,
  'PtypString',
);
export const PidLidEmail3AddressType: Lid<'PtypString'> = lid(
  'PidLidEmail3AddressType',
  'PSETID_Address',
  0x80a2,
  'PtypString',
);
export const PidLidEmail3EmailAddress: Lid<'PtypString'> = lid(
  'PidLidEmail3EmailAddress',
  'PSETID_Address',
  0x80a3,
  'PtypString',
);
export const PidLidEmail3OriginalDisplayName: Lid<'PtypString'> = lid(
  'PidLidEmail3OriginalDisplayName',
  'PSETID_Address',
  0x80a4,
  'PtypString',
);
export const PidLidEmail3OriginalEntryId: Lid<'PtypBinary'> = lid(
  'PidLidEmail3OriginalEntryId',
  'PSETID_Address',
  0x80a5,
  'PtypBinary',
);
export const PidLidEmail3EmailType: Lid<'PtypString'> = lid(
  'PidLidEmail3EmailType',
  'PSETID_Address',
  0x80a7,
  'PtypString',
);
export const PidLidFax1DisplayName: Lid<'PtypString'> = lid(
  'PidLidFax1DisplayName',
  'PSETID_Address',
  0x80b0,
  'PtypString',
);
export const PidLidFax1EntryId: Lid<'PtypBinary'> = lid('PidLidFax1EntryId', 'PSETID_Address', 0x80b1, 'PtypBinary');
export const PidLidFax1AddressType: Lid<'PtypString'> = lid(
  'PidLidFax1AddressType',
  'PSETID_Address',
  0x80b2,
  'PtypString',
);
export const PidLidFax1EmailAddress: Lid<'PtypString'> = lid(
  'PidLidFax1EmailAddress',
  'PSETID_Address',
  0x80b3,
  'PtypString',
);
export const PidLidFax1OriginalDisplayName: Lid<'PtypString'> = lid(
  'PidLidFax1OriginalDisplayName',
  'PSETID_Address',
  0x80b4,
  'PtypString',
);
export const PidLidFax1OriginalEntryId: Lid<'PtypBinary'> = lid(
  'PidLidFax1OriginalEntryId',
  'PSETID_Address',
  0x80b5,
  'PtypBinary',
);
export const PidLidFax1RichTextFormat: Lid<'PtypBoolean'> = lid(
  'PidLidFax1RichTextFormat',
  'PSETID_Address',
  0x80b6,
  'PtypBoolean',
);
export const PidLidFax1EmailType: Lid<'PtypString'> = lid(
  'PidLidFax1EmailType',
  'PSETID_Address',
  0x80b7,
  'PtypString',
);
export const PidLidFax2DisplayName: Lid<'PtypString'> = lid(
  'PidLidFax2DisplayName',
  'PSETID_Address',
  0x80c0,
  'PtypString',
);
export const PidLidFax2EntryId: Lid<'PtypBinary'> = lid('PidLidFax2EntryId', 'PSETID_Address', 0x80c1, 'PtypBinary');
export const PidLidFax2AddressType: Lid<'PtypString'> = lid(
  'PidLidFax2AddressType',
  'PSETID_Address',
  0x80c2,
  'PtypString',
);
export const PidLidFax2EmailAddress: Lid<'PtypString'> = lid(
  'PidLidFax2EmailAddress',
  'PSETID_Address',
  0x80c3,
  'PtypString',
);
export const PidLidFax2OriginalDisplayName: Lid<'PtypString'> = lid(
  'PidLidFax2OriginalDisplayName',
  'PSETID_Address',
  0x80c4,
  'PtypString',
);
export const PidLidFax2OriginalEntryId: Lid<'PtypBinary'> = lid(
  'PidLidFax2OriginalEntryId',
  'PSETID_Address',
  0x80c5,
  'PtypBinary',
);
export const PidLidFax2RichTextFormat: Lid<'PtypBoolean'> = lid(
  'PidLidFax2RichTextFormat',
  'PSETID_Address',
  0x80c6,
  'PtypBoolean',
);
export const PidLidFax2EmailType: Lid<'PtypString'> = lid(
  'PidLidFax2EmailType',
  'PSETID_Address',
  0x80c7,
  'PtypString',
);
export const PidLidFax3DisplayName: Lid<'PtypString'> = lid(
  'PidLidFax3DisplayName',
  'PSETID_Address',
  0x80d0,
  'PtypString',
);
export const PidLidFax3EntryId: Lid<'PtypBinary'> = lid('PidLidFax3EntryId', 'PSETID_Address', 0x80d1, 'PtypBinary');
export const PidLidFax3AddressType: Lid<'PtypString'> = lid(
  'PidLidFax3AddressType',
  'PSETID_Address',
  0x80d2,
  'PtypString',
);
export const PidLidFax3EmailAddress: Lid<'PtypString'> = lid(
  'PidLidFax3EmailAddress',
  'PSETID_Address',
  0x80d3,
  'PtypString',
);
export const PidLidFax3OriginalDisplayName: Lid<'PtypString'> = lid(
  'PidLidFax3OriginalDisplayName',
  'PSETID_Address',
  0x80d4,
  'PtypString',
);
export const PidLidFax3OriginalEntryId: Lid<'PtypBinary'> = lid(
  'PidLidFax3OriginalEntryId',
  'PSETID_Address',
  0x80d5,
  'PtypBinary',
);
export const PidLidFax3RichTextFormat: Lid<'PtypBoolean'> = lid(
  'PidLidFax3RichTextFormat',
  'PSETID_Address',
  0x80d6,
  'PtypBoolean',
);
export const PidLidFax3EmailType: Lid<'PtypString'> = lid(
  'PidLidFax3EmailType',
  'PSETID_Address',
  0x80d7,
  'PtypString',
);
export const PidLidFreeBusyLocation: Lid<'PtypString'> = lid(
  'PidLidFreeBusyLocation',
  'PSETID_Address',
  0x80d8,
  'PtypString',
);
export const PidLidUserX509Certificate: Lid<'PtypMultipleBinary'> = lid(
  'PidLidUserX509Certificate',
  'PSETID_Address',
  0x80d9,
  'PtypMultipleBinary',
);
export const PidLidHomeAddressCountryCode: Lid<'PtypString'> = lid(
  'PidLidHomeAddressCountryCode',
  'PSETID_Address',
  0x80da,
  'PtypString',
);
export const PidLidWorkAddressCountryCode: Lid<'PtypString'> = lid(
  'PidLidWorkAddressCountryCode',
  'PSETID_Address',
  0x80db,
  'PtypString',
);
export const PidLidOtherAddressCountryCode: Lid<'PtypString'> = lid(
  'PidLidOtherAddressCountryCode',
  'PSETID_Address',
  0x80dc,
  'PtypString',
);
export const PidLidAddressCountryCode: Lid<'PtypString'> = lid(
  'PidLidAddressCountryCode',
  'PSETID_Address',
  0x80dd,
  'PtypString',
);
export const PidLidBirthdayLocal: Lid<'PtypTime'> = lid('PidLidBirthdayLocal', 'PSETID_Address', 0x80de, 'PtypTime');
export const PidLidWeddingAnniversaryLocal: Lid<'PtypTime'> = lid(
  'PidLidWeddingAnniversaryLocal',
  'PSETID_Address',
  0x80df,
  'PtypTime',
);
export const PidLidIsContactLinked: Lid<'PtypBoolean'> = lid(
  'PidLidIsContactLinked',
  'PSETID_Address',
  0x80e0,
  'PtypBoolean',
);
export const PidLidContactLinkedGlobalAddressListEntryId: Lid<'PtypBinary'> = lid(
  'PidLidContactLinkedGlobalAddressListEntryId',
  'PSETID_Address',
  0x80e2,
  'PtypBinary',
);
export const PidLidContactLinkSMTPAddressCache: Lid<'PtypMultipleString'> = lid(
  'PidLidContactLinkSMTPAddressCache',
  'PSETID_Address',
  0x80e3,
  'PtypMultipleString',
);
export const PidLidContactLinkLinkRejectHistory: Lid<'PtypMultipleBinary'> = lid(
  'PidLidContactLinkLinkRejectHistory',
  'PSETID_Address',
  0x80e5,
  'PtypMultipleBinary',
);
export const PidLidContactLinkGlobalAddressListLinkState: Lid<'PtypInteger32'> = lid(
  'PidLidContactLinkGlobalAddressListLinkState',
  'PSETID_Address',
  0x80e6,
  'PtypInteger32',
);
export const PidLidContactLinkGlobalAddressListLinkId: Lid<'PtypGuid'> = lid(
  'PidLidContactLinkGlobalAddressListLinkId',
  'PSETID_Address',
  0x80e8,
  'PtypGuid',
);
export const PidLidTaskStatus: Lid<'PtypInteger32'> = lid('PidLidTaskStatus', 'PSETID_Task', 0x8101, 'PtypInteger32');
export const PidLidPercentComplete: Lid<'PtypFloating64'> = lid(
  'PidLidPercentComplete',
  'PSETID_Task',
  0x8102,
  'PtypFloating64',
);
export const PidLidTeamTask: Lid<'PtypBoolean'> = lid('PidLidTeamTask', 'PSETID_Task', 0x8103, 'PtypBoolean');
export const PidLidTaskStartDate: Lid<'PtypTime'> = lid('PidLidTaskStartDate', 'PSETID_Task', 0x8104, 'PtypTime');
export const PidLidTaskDueDate: Lid<'PtypTime'> = lid('PidLidTaskDueDate', 'PSETID_Task', 0x8105, 'PtypTime');
export const PidLidTaskResetReminder: Lid<'PtypBoolean'> = lid(
  'PidLidTaskResetReminder',
  'PSETID_Task',
  0x8107,
  'PtypBoolean',
);
export const PidLidTaskAccepted: Lid<'PtypBoolean'> = lid('PidLidTaskAccepted', 'PSETID_Task', 0x8108, 'PtypBoolean');
export const PidLidTaskDeadOccurrence: Lid<'PtypBoolean'> = lid(
  'PidLidTaskDeadOccurrence',
  'PSETID_Task',
  0x8109,
  'PtypBoolean',
);
export const PidLidTaskDateCompleted: Lid<'PtypTime'> = lid(
  'PidLidTaskDateCompleted',
  'PSETID_Task',
  0x810f,
  'PtypTime',
);
export const PidLidTaskActualEffort: Lid<'PtypInteger32'> = lid(
  'PidLidTaskActualEffort',
  'PSETID_Task',
  0x8110,
  'PtypInteger32',
);
export const PidLidTaskEstimatedEffort: Lid<'PtypInteger32'> = lid(
  'PidLidTaskEstimatedEffort',
  'PSETID_Task',
  0x8111,
  'PtypInteger32',
);
export const PidLidTaskVersion: Lid<'PtypInteger32'> = lid('PidLidTaskVersion', 'PSETID_Task', 0x8112, 'PtypInteger32');
export const PidLidTaskState: Lid<'PtypInteger32'> = lid('PidLidTaskState', 'PSETID_Task', 0x8113, 'PtypInteger32');
export const PidLidTaskLastUpdate: Lid<'PtypTime'> = lid('PidLidTaskLastUpdate', 'PSETID_Task', 0x8115, 'PtypTime');
export const PidLidTaskRecurrence: Lid<'PtypBinary'> = lid('PidLidTaskRecurrence', 'PSETID_Task', 0x8116, 'PtypBinary');
export const PidLidTaskAssigners: Lid<'PtypBinary'> = lid('PidLidTaskAssigners', 'PSETID_Task', 0x8117, 'PtypBinary');
export const PidLidTaskStatusOnComplete: Lid<'PtypBoolean'> = lid(
  'PidLidTaskStatusOnComplete',
  'PSETID_Task',
  0x8119,
  'PtypBoolean',
);
export const PidLidTaskHistory: Lid<'PtypInteger32'> = lid('PidLidTaskHistory', 'PSETID_Task', 0x811a, 'PtypInteger32');
export const PidLidTaskUpdates: Lid<'PtypBoolean'> = lid('PidLidTaskUpdates', 'PSETID_Task', 0x811b, 'PtypBoolean');
export const PidLidTaskComplete: Lid<'PtypBoolean'> = lid('PidLidTaskComplete', 'PSETID_Task', 0x811c, 'PtypBoolean');
export const PidLidTaskFCreator: Lid<'PtypBoolean'> = lid('PidLidTaskFCreator', 'PSETID_Task', 0x811e, 'PtypBoolean');
export const PidLidTaskOwner: Lid<'PtypString'> = lid('PidLidTaskOwner', 'PSETID_Task', 0x811f, 'PtypString');
export const PidLidTaskMultipleRecipients: Lid<'PtypInteger32'> = lid(
  'PidLidTaskMultipleRecipients',
  'PSETID_Task',
  0x8120,
  'PtypInteger32',
);
export const PidLidTaskAssigner: Lid<'PtypString'> = lid('PidLidTaskAssigner', 'PSETID_Task', 0x8121, 'PtypString');
export const PidLidTaskLastUser: Lid<'PtypString'> = lid('PidLidTaskLastUser', 'PSETID_Task', 0x8122, 'PtypString');
export const PidLidTaskOrdinal: Lid<'PtypInteger32'> = lid('PidLidTaskOrdinal', 'PSETID_Task', 0x8123, 'PtypInteger32');
export const PidLidTaskNoCompute: Lid<'PtypBoolean'> = lid('PidLidTaskNoCompute', 'PSETID_Task', 0x8124, 'PtypBoolean');
export const PidLidTaskLastDelegate: Lid<'PtypString'> = lid(
  'PidLidTaskLastDelegate',
  'PSETID_Task',
  0x8125,
  'PtypString',
);
export const PidLidTaskFRecurring: Lid<'PtypBoolean'> = lid(
  'PidLidTaskFRecurring',
  'PSETID_Task',
  0x8126,
  'PtypBoolean',
);
export const PidLidTaskRole: Lid<'PtypString'> = lid('PidLidTaskRole', 'PSETID_Task', 0x8127, 'PtypString');
export const PidLidTaskOwnership: Lid<'PtypInteger32'> = lid(
  'PidLidTaskOwnership',
  'PSETID_Task',
  0x8129,
  'PtypInteger32',
);
export const PidLidTaskAcceptanceState: Lid<'PtypInteger32'> = lid(
  'PidLidTaskAcceptanceState',
  'PSETID_Task',
  0x812a,
  'PtypInteger32',
);
export const PidLidTaskFFixOffline: Lid<'PtypBoolean'> = lid(
  'PidLidTaskFFixOffline',
  'PSETID_Task',
  0x812c,
  'PtypBoolean',
);
export const PidLidTaskCustomFlags: Lid<'PtypInteger32'> = lid(
  'PidLidTaskCustomFlags',
  'PSETID_Task',
  0x8139,
  'PtypInteger32',
);
export const PidLidSendMeetingAsIcal: Lid<'PtypBoolean'> = lid(
  'PidLidSendMeetingAsIcal',
  'PSETID_Appointment',
  0x8200,
  'PtypBoolean',
);
export const PidLidAppointmentSequence: Lid<'PtypInteger32'> = lid(
  'PidLidAppointmentSequence',
  'PSETID_Appointment',
  0x8201,
  'PtypInteger32',
);
export const PidLidAppointmentSequenceTime: Lid<'PtypTime'> = lid(
  'PidLidAppointmentSequenceTime',
  'PSETID_Appointment',
  0x8202,
  'PtypTime',
);
export const PidLidAppointmentLastSequence: Lid<'PtypInteger32'> = lid(
  'PidLidAppointmentLastSequence',
  'PSETID_Appointment',
  0x8203,
  'PtypInteger32',
);
export const PidLidChangeHighlight: Lid<'PtypInteger32'> = lid(
  'PidLidChangeHighlight',
  'PSETID_Appointment',
  0x8204,
  'PtypInteger32',
);
export const PidLidBusyStatus: Lid<'PtypInteger32'> = lid(
  'PidLidBusyStatus',
  'PSETID_Appointment',
  0x8205,
  'PtypInteger32',
);
export const PidLidFExceptionalBody: Lid<'PtypBoolean'> = lid(
  'PidLidFExceptionalBody',
  'PSETID_Appointment',
  0x8206,
  'PtypBoolean',
);
export const PidLidAppointmentAuxiliaryFlags: Lid<'PtypInteger32'> = lid(
  'PidLidAppointmentAuxiliaryFlags',
  'PSETID_Appointment',
  0x8207,
  'PtypInteger32',
);
export const PidLidLocation: Lid<'PtypString'> = lid('PidLidLocation', 'PSETID_Appointment', 0x8208, 'PtypString');
export const PidLidMeetingWorkspaceUrl: Lid<'PtypString'> = lid(
  'PidLidMeetingWorkspaceUrl',
  'PSETID_Appointment',
  0x8209,
  'PtypString',
);
export const PidLidForwardInstance: Lid<'PtypBoolean'> = lid(
  'PidLidForwardInstance',
  'PSETID_Appointment',
  0x820a,
  'PtypBoolean',
);
export const PidLidLinkedTaskItems: Lid<'PtypMultipleBinary'> = lid(
  'PidLidLinkedTaskItems',
  'PSETID_Appointment',
  0x820c,
  'PtypMultipleBinary',
);
export const PidLidAppointmentStartWhole: Lid<'PtypTime'> = lid(
  'PidLidAppointmentStartWhole',
  'PSETID_Appointment',
  0x820d,
  'PtypTime',
);
export const PidLidAppointmentEndWhole: Lid<'PtypTime'> = lid(
  'PidLidAppointmentEndWhole',
  'PSETID_Appointment',
  0x820e,
  'PtypTime',
);
export const PidLidAppointmentStartTime: Lid<'PtypTime'> = lid(
  'PidLidAppointmentStartTime',
  'PSETID_Appointment',
  0x820f,
  'PtypTime',
);
export const PidLidAppointmentEndTime: Lid<'PtypTime'> = lid(
  'PidLidAppointmentEndTime',
  'PSETID_Appointment',
  0x8210,
  'PtypTime',
);
export const PidLidAppointmentEndDate: Lid<'PtypTime'> = lid(
  'PidLidAppointmentEndDate',
  'PSETID_Appointment',
  0x8211,
  'PtypTime',
);
export const PidLidAppointmentStartDate: Lid<'PtypTime'> = lid(
  'PidLidAppointmentStartDate',
  'PSETID_Appointment',
  0x8212,
  'PtypTime',
);
export const PidLidAppointmentDuration: Lid<'PtypInteger32'> = lid(
  'PidLidAppointmentDuration',
  'PSETID_Appointment',
  0x8213,
  'PtypInteger32',
);
export const PidLidAppointmentColor: Lid<'PtypInteger32'> = lid(
  'PidLidAppointmentColor',
  'PSETID_Appointment',
  0x8214,
  'PtypInteger32',
);
export const PidLidAppointmentSubType: Lid<'PtypBoolean'> = lid(
  'PidLidAppointmentSubType',
  'PSETID_Appointment',
  0x8215,
  'PtypBoolean',
);
export const PidLidAppointmentRecur: Lid<'PtypBinary'> = lid(
  'PidLidAppointmentRecur',
  'PSETID_Appointment',
  0x8216,
  'PtypBinary',
);
export const PidLidAppointmentStateFlags: Lid<'PtypInteger32'> = lid(
  'PidLidAppointmentStateFlags',
  'PSETID_Appointment',
  0x8217,
  'PtypInteger32',
);
export const PidLidResponseStatus: Lid<'PtypInteger32'> = lid(
  'PidLidResponseStatus',
  'PSETID_Appointment',
  0x8218,
  'PtypInteger32',
);
export const PidLidAppointmentReplyTime: Lid<'PtypTime'> = lid(
  'PidLidAppointmentReplyTime',
  'PSETID_Appointment',
  0x8220,
  'PtypTime',
);
export const PidLidRecurring: Lid<'PtypBoolean'> = lid('PidLidRecurring', 'PSETID_Appointment', 0x8223, 'PtypBoolean');
export const PidLidIntendedBusyStatus: Lid<'PtypInteger32'> = lid(
  'PidLidIntendedBusyStatus',
  'PSETID_Appointment',
  0x8224,
  'PtypInteger32',
);
export const PidLidAppointmentUpdateTime: Lid<'PtypTime'> = lid(
  'PidLidAppointmentUpdateTime',
  'PSETID_Appointment',
  0x8226,
  'PtypTime',
);
export const PidLidExceptionReplaceTime: Lid<'PtypTime'> = lid(
  'PidLidExceptionReplaceTime',
  'PSETID_Appointment',
  0x8228,
  'PtypTime',
);
export const PidLidFInvited: Lid<'PtypBoolean'> = lid('PidLidFInvited', 'PSETID_Appointment', 0x8229, 'PtypBoolean');
export const PidLidFExceptionalAttendees: Lid<'PtypBoolean'> = lid(
  'PidLidFExceptionalAttendees',
  'PSETID_Appointment',
  0x822b,
  'PtypBoolean',
);
export const PidLidOwnerName: Lid<'PtypString'> = lid('PidLidOwnerName', 'PSETID_Appointment', 0x822e, 'PtypString');
export const PidLidFOthersAppointment: Lid<'PtypBoolean'> = lid(
  'PidLidFOthersAppointment',
  'PSETID_Appointment',
  0x822f,
  'PtypBoolean',
);
export const PidLidAppointmentReplyName: Lid<'PtypString'> = lid(
  'PidLidAppointmentReplyName',
  'PSETID_Appointment',
  0x8230,
  'PtypString',
);
export const PidLidRecurrenceType: Lid<'PtypInteger32'> = lid(
  'PidLidRecurrenceType',
  'PSETID_Appointment',
  0x8231,
  'PtypInteger32',
);
export const PidLidRecurrencePattern: Lid<'PtypString'> = lid(
  'PidLidRecurrencePattern',
  'PSETID_Appointment',
  0x8232,
  'PtypString',
);
export const PidLidTimeZoneStruct: Lid<'PtypBinary'> = lid(
  'PidLidTimeZoneStruct',
  'PSETID_Appointment',
  0x8233,
  'PtypBinary',
);
export const PidLidTimeZoneDescription: Lid<'PtypString'> = lid(
  'PidLidTimeZoneDescription',
  'PSETID_Appointment',
  0x8234,
  'PtypString',
);
export const PidLidClipStart: Lid<'PtypTime'> = lid('PidLidClipStart', 'PSETID_Appointment', 0x8235, 'PtypTime');
export const PidLidClipEnd: Lid<'PtypTime'> = lid('PidLidClipEnd', 'PSETID_Appointment', 0x8236, 'PtypTime');
export const PidLidOriginalStoreEntryId: Lid<'PtypBinary'> = lid(
  'PidLidOriginalStoreEntryId',
  'PSETID_Appointment',
  0x8237,
  'PtypBinary',
);
export const PidLidAllAttendeesString: Lid<'PtypString'> = lid(
  'PidLidAllAttendeesString',
  'PSETID_Appointment',
  0x8238,
  'PtypString',
);
export const PidLidAutoFillLocation: Lid<'PtypBoolean'> = lid(
  'PidLidAutoFillLocation',
  'PSETID_Appointment',
  0x823a,
  'PtypBoolean',
);
export const PidLidToAttendeesString: Lid<'PtypString'> = lid(
  'PidLidToAttendeesString',
  'PSETID_Appointment',
  0x823b,
  'PtypString',
);
export const PidLidCcAttendeesString: Lid<'PtypString'> = lid(
  'PidLidCcAttendeesString',
  'PSETID_Appointment',
  0x823c,
  'PtypString',
);
export const PidLidConferencingCheck: Lid<'PtypBoolean'> = lid(
  'PidLidConferencingCheck',
  'PSETID_Appointment',
  0x8240,
  'PtypBoolean',
);
export const PidLidConferencingType: Lid<'PtypInteger32'> = lid(
  'PidLidConferencingType',
  'PSETID_Appointment',
  0x8241,
  'PtypInteger32',
);
export const PidLidDirectory: Lid<'PtypString'> = lid('PidLidDirectory', 'PSETID_Appointment', 0x8242, 'PtypString');
export const PidLidOrganizerAlias: Lid<'PtypString'> = lid(
  'PidLidOrganizerAlias',
  'PSETID_Appointment',
  0x8243,
  'PtypString',
);
export const PidLidAutoStartCheck: Lid<'PtypBoolean'> = lid(
  'PidLidAutoStartCheck',
  'PSETID_Appointment',
  0x8244,
  'PtypBoolean',
);
export const PidLidAutoStartWhen: Lid<'PtypInteger32'> = lid(
  'PidLidAutoStartWhen',
  'PSETID_Appointment',
  0x8245,
  'PtypInteger32',
);
export const PidLidAllowExternalCheck: Lid<'PtypBoolean'> = lid(
  'PidLidAllowExternalCheck',
  'PSETID_Appointment',
  0x8246,
  'PtypBoolean',
);
export const PidLidCollaborateDoc: Lid<'PtypString'> = lid(
  'PidLidCollaborateDoc',
  'PSETID_Appointment',
  0x8247,
  'PtypString',
);
export const PidLidNetShowUrl: Lid<'PtypString'> = lid('PidLidNetShowUrl', 'PSETID_Appointment', 0x8248, 'PtypString');
export const PidLidOnlinePassword: Lid<'PtypString'> = lid(
  'PidLidOnlinePassword',
  'PSETID_Appointment',
  0x8249,
  'PtypString',
);
export const PidLidAppointmentProposedStartWhole: Lid<'PtypTime'> = lid(
  'PidLidAppointmentProposedStartWhole',
  'PSETID_Appointment',
  0x8250,
  'PtypTime',
);
export const PidLidAppointmentProposedEndWhole: Lid<'PtypTime'> = lid(
  'PidLidAppointmentProposedEndWhole',
  'PSETID_Appointment',
  0x8251,
  'PtypTime',
);
export const PidLidAppointmentProposedDuration: Lid<'PtypInteger32'> = lid(
  'PidLidAppointmentProposedDuration',
  'PSETID_Appointment',
  0x8256,
  'PtypInteger32',
);
export const PidLidAppointmentCounterProposal: Lid<'PtypBoolean'> = lid(
  'PidLidAppointmentCounterProposal',
  'PSETID_Appointment',
  0x8257,
  'PtypBoolean',
);
export const PidLidAppointmentProposalNumber: Lid<'PtypInteger32'> = lid(
  'PidLidAppointmentProposalNumber',
  'PSETID_Appointment',
  0x8259,
  'PtypInteger32',
);
export const PidLidAppointmentNotAllowPropose: Lid<'PtypBoolean'> = lid(
  'PidLidAppointmentNotAllowPropose',
  'PSETID_Appointment',
  0x825a,
  'PtypBoolean',
);
export const PidLidAppointmentUnsendableRecipients: Lid<'PtypBinary'> = lid(
  'PidLidAppointmentUnsendableRecipients',
  'PSETID_Appointment',
  0x825d,
  'PtypBinary',
);
export const PidLidAppointmentTimeZoneDefinitionStartDisplay: Lid<'PtypBinary'> = lid(
  'PidLidAppointmentTimeZoneDefinitionStartDisplay',
  'PSETID_Appointment',
  0x825e,
  'PtypBinary',
);
export const PidLidAppointmentTimeZoneDefinitionEndDisplay: Lid<'PtypBinary'> = lid(
  'PidLidAppointmentTimeZoneDefinitionEndDisplay',
  'PSETID_Appointment',
  0x825f,
  'PtypBinary',
);
export const PidLidAppointmentTimeZoneDefinitionRecur: Lid<'PtypBinary'> = lid(
  'PidLidAppointmentTimeZoneDefinitionRecur',
  'PSETID_Appointment',
  0x8260,
  'PtypBinary',
);
export const PidLidForwardNotificationRecipients: Lid<'PtypBinary'> = lid(
  'PidLidForwardNotificationRecipients',
  'PSETID_Appointment',
  0x8261,
  'PtypBinary',
);
export const PidLidInboundICalStream: Lid<'PtypBinary'> = lid(
  'PidLidInboundICalStream',
  'PSETID_Appointment',
  0x827a,
  'PtypBinary',
);
export const PidLidSingleBodyICal: Lid<'PtypBoolean'> = lid(
  'PidLidSingleBodyICal',
  'PSETID_Appointment',
  0x827b,
  'PtypBoolean',
);
export const PidLidReminderDelta: Lid<'PtypInteger32'> = lid(
  'PidLidReminderDelta',
  'PSETID_Common',
  0x8501,
  'PtypInteger32',
);
export const PidLidReminderTime: Lid<'PtypTime'> = lid('PidLidReminderTime', 'PSETID_Common', 0x8502, 'PtypTime');
export const PidLidReminderSet: Lid<'PtypBoolean'> = lid('PidLidReminderSet', 'PSETID_Common', 0x8503, 'PtypBoolean');
export const PidLidReminderTimeTime: Lid<'PtypTime'> = lid(
  'PidLidReminderTimeTime',
  'PSETID_Common',
  0x8504,
  'PtypTime',
);
export const PidLidReminderTimeDate: Lid<'PtypTime'> = lid(
  'PidLidReminderTimeDate',
  'PSETID_Common',
  0x8505,
  'PtypTime',
);
export const PidLidPrivate: Lid<'PtypBoolean'> = lid('PidLidPrivate', 'PSETID_Common', 0x8506, 'PtypBoolean');
export const PidLidAgingDontAgeMe: Lid<'PtypBoolean'> = lid(
  'PidLidAgingDontAgeMe',
  'PSETID_Common',
  0x850e,
  'PtypBoolean',
);
export const PidLidSideEffects: Lid<'PtypInteger32'> = lid(
  'PidLidSideEffects',
  'PSETID_Common',
  0x8510,
  'PtypInteger32',
);
export const PidLidRemoteStatus: Lid<'PtypInteger32'> = lid(
  'PidLidRemoteStatus',
  'PSETID_Common',
  0x8511,
  'PtypInteger32',
);
export const PidLidSmartNoAttach: Lid<'PtypBoolean'> = lid(
  'PidLidSmartNoAttach',
  'PSETID_Common',
  0x8514,
  'PtypBoolean',
);
export const PidLidCommonStart: Lid<'PtypTime'> = lid('PidLidCommonStart', 'PSETID_Common', 0x8516, 'PtypTime');
export const PidLidCommonEnd: Lid<'PtypTime'> = lid('PidLidCommonEnd', 'PSETID_Common', 0x8517, 'PtypTime');
export const PidLidTaskMode: Lid<'PtypInteger32'> = lid('PidLidTaskMode', 'PSETID_Common', 0x8518, 'PtypInteger32');
export const PidLidTaskGlobalId: Lid<'PtypBinary'> = lid('PidLidTaskGlobalId', 'PSETID_Common', 0x8519, 'PtypBinary');
export const PidLidAutoProcessState: Lid<'PtypInteger32'> = lid(
  'PidLidAutoProcessState',
  'PSETID_Common',
  0x851a,
  'PtypInteger32',
);
export const PidLidReminderOverride: Lid<'PtypBoolean'> = lid(
  'PidLidReminderOverride',
  'PSETID_Common',
  0x851c,
  'PtypBoolean',
);
export const PidLidReminderType: Lid<'PtypInteger32'> = lid(
  'PidLidReminderType',
  'PSETID_Common',
  0x851d,
  'PtypInteger32',
);
export const PidLidReminderPlaySound: Lid<'PtypBoolean'> = lid(
  'PidLidReminderPlaySound',
  'PSETID_Common',
  0x851e,
  'PtypBoolean',
);
export const PidLidReminderFileParameter: Lid<'PtypString'> = lid(
  'PidLidReminderFileParameter',
  'PSETID_Common',
  0x851f,
  'PtypString',
);
export const PidLidVerbStream: Lid<'PtypBinary'> = lid('PidLidVerbStream', 'PSETID_Common', 0x8520, 'PtypBinary');
export const PidLidVerbResponse: Lid<'PtypString'> = lid('PidLidVerbResponse', 'PSETID_Common', 0x8524, 'PtypString');
export const PidLidFlagRequest: Lid<'PtypString'> = lid('PidLidFlagRequest', 'PSETID_Common', 0x8530, 'PtypString');
export const PidLidMileage: Lid<'PtypString'> = lid('PidLidMileage', 'PSETID_Common', 0x8534, 'PtypString');
export const PidLidBilling: Lid<'PtypString'> = lid('PidLidBilling', 'PSETID_Common', 0x8535, 'PtypString');
export const PidLidNonSendableTo: Lid<'PtypString'> = lid('PidLidNonSendableTo', 'PSETID_Common', 0x8536, 'PtypString');
export const PidLidNonSendableCc: Lid<'PtypString'> = lid('PidLidNonSendableCc', 'PSETID_Common', 0x8537, 'PtypString');
export const PidLidNonSendableBcc: Lid<'PtypString'> = lid(
  'PidLidNonSendableBcc',
  'PSETID_Common',
  0x8538,
  'PtypString',
);
export const PidLidCompanies: Lid<'PtypMultipleString'> = lid(
  'PidLidCompanies',
  'PSETID_Common',
  0x8539,
  'PtypMultipleString',
);
export const PidLidContacts: Lid<'PtypMultipleString'> = lid(
  'PidLidContacts',
  'PSETID_Common',
  0x853a,
  'PtypMultipleString',
);
export const PidLidPropertyDefinitionStream: Lid<'PtypBinary'> = lid(
  'PidLidPropertyDefinitionStream',
  'PSETID_Common',
  0x8540,
  'PtypBinary',
);
export const PidLidNonSendToTrackStatus: Lid<'PtypMultipleInteger32'> = lid(
  'PidLidNonSendToTrackStatus',
  'PSETID_Common',
  0x8543,
  'PtypMultipleInteger32',
);
export const PidLidNonSendCcTrackStatus: Lid<'PtypMultipleInteger32'> = lid(
  'PidLidNonSendCcTrackStatus',
  'PSETID_Common',
  0x8544,
  'PtypMultipleInteger32',
);
export const PidLidNonSendBccTrackStatus: Lid<'PtypMultipleInteger32'> = lid(
  'PidLidNonSendBccTrackStatus',
  'PSETID_Common',
  0x8545,
  'PtypMultipleInteger32',
);
export const PidLidNonSendableBccTrackStatus: Lid<'PtypMultipleInteger32'> = lid(
  'PidLidNonSendableBccTrackStatus',
  'PSETID_Common',
  0x8545,
  'PtypMultipleInteger32',
);
export const PidLidRecallTime: Lid<'PtypTime'> = lid('PidLidRecallTime', 'PSETID_Common', 0x8549, 'PtypTime');
export const PidLidCurrentVersion: Lid<'PtypInteger32'> = lid(
  'PidLidCurrentVersion',
  'PSETID_Common',
  0x8552,
  'PtypInteger32',
);
export const PidLidCurrentVersionName: Lid<'PtypString'> = lid(
  'PidLidCurrentVersionName',
  'PSETID_Common',
  0x8554,
  'PtypString',
);
export const PidLidReminderSignalTime: Lid<'PtypTime'> = lid(
  'PidLidReminderSignalTime',
  'PSETID_Common',
  0x8560,
  'PtypTime',
);
export const PidLidImapDeleted: Lid<'PtypInteger32'> = lid(
  'PidLidImapDeleted',
  'PSETID_Common',
  0x8570,
  'PtypInteger32',
);
export const PidLidHeaderItem: Lid<'PtypInteger32'> = lid('PidLidHeaderItem', 'PSETID_Common', 0x8578, 'PtypInteger32');
export const PidLidInternetAccountName: Lid<'PtypString'> = lid(
  'PidLidInternetAccountName',
  'PSETID_Common',
  0x8580,
  'PtypString',
);
export const PidLidInternetAccountStamp: Lid<'PtypString'> = lid(
  'PidLidInternetAccountStamp',
  'PSETID_Common',
  0x8581,
  'PtypString',
);
export const PidLidUseTnef: Lid<'PtypBoolean'> = lid('PidLidUseTnef', 'PSETID_Common', 0x8582, 'PtypBoolean');
export const PidLidContactLinkSearchKey: Lid<'PtypBinary'> = lid(
  'PidLidContactLinkSearchKey',
  'PSETID_Common',
  0x8584,
  'PtypBinary',
);
export const PidLidContactLinkEntry: Lid<'PtypBinary'> = lid(
  'PidLidContactLinkEntry',
  'PSETID_Common',
  0x8585,
  'PtypBinary',
);
export const PidLidContactLinkName: Lid<'PtypString'> = lid(
  'PidLidContactLinkName',
  'PSETID_Common',
  0x8586,
  'PtypString',
);
export const PidLidImageAttachmentsCompressionLevel: Lid<'PtypInteger32'> = lid(
  'PidLidImageAttachmentsCompressionLevel',
  'PSETID_Common',
  0x8593,
  'PtypInteger32',
);
export const PidLidIsInterpersonalFax: Lid<'PtypBoolean'> = lid(
  'PidLidIsInterpersonalFax',
  'PSETID_Common',
  0x859b,
  'PtypBoolean',
);
export const PidLidSpamOriginalFolder: Lid<'PtypBinary'> = lid(
  'PidLidSpamOriginalFolder',
  'PSETID_Common',
  0x859c,
  'PtypBinary',
);
export const PidLidToDoOrdinalDate: Lid<'PtypTime'> = lid('PidLidToDoOrdinalDate', 'PSETID_Common', 0x85a0, 'PtypTime');
export const PidLidToDoSubOrdinal: Lid<'PtypString'> = lid(
  'PidLidToDoSubOrdinal',
  'PSETID_Common',
  0x85a1,
  'PtypString',
);
export const PidLidToDoTitle: Lid<'PtypString'> = lid('PidLidToDoTitle', 'PSETID_Common', 0x85a4, 'PtypString');
export const PidLidFShouldTNEF: Lid<'PtypBoolean'> = lid('PidLidFShouldTNEF', 'PSETID_Common', 0x85a5, 'PtypBoolean');
export const PidLidInfoPathFormName: Lid<'PtypString'> = lid(
  'PidLidInfoPathFormName',
  'PSETID_Common',
  0x85b1,
  'PtypString',
);
export const PidLidClassified: Lid<'PtypBoolean'> = lid('PidLidClassified', 'PSETID_Common', 0x85b5, 'PtypBoolean');
export const PidLidClassification: Lid<'PtypString'> = lid(
  'PidLidClassification',
  'PSETID_Common',
  0x85b6,
  'PtypString',
);
export const PidLidClassificationDescription: Lid<'PtypString'> = lid(
  'PidLidClassificationDescription',
  'PSETID_Common',
  0x85b7,
  'PtypString',
);
export const PidLidClassificationGuid: Lid<'PtypString'> = lid(
  'PidLidClassificationGuid',
  'PSETID_Common',
  0x85b8,
  'PtypString',
);
export const PidLidOfflineStatus: Lid<'PtypInteger32'> = lid(
  'PidLidOfflineStatus',
  'PSETID_Common',
  0x85b9,
  'PtypInteger32',
);
export const PidLidClassificationKeep: Lid<'PtypBoolean'> = lid(
  'PidLidClassificationKeep',
  'PSETID_Common',
  0x85ba,
  'PtypBoolean',
);
export const PidLidReferenceEntryId: Lid<'PtypBinary'> = lid(
  'PidLidReferenceEntryId',
  'PSETID_Common',
  0x85bd,
  'PtypBinary',
);
export const PidLidValidFlagStringProof: Lid<'PtypTime'> = lid(
  'PidLidValidFlagStringProof',
  'PSETID_Common',
  0x85bf,
  'PtypTime',
);
export const PidLidFlagString: Lid<'PtypInteger32'> = lid('PidLidFlagString', 'PSETID_Common', 0x85c0, 'PtypInteger32');
export const PidLidConversationActionMoveFolderEid: Lid<'PtypBinary'> = lid(
  'PidLidConversationActionMoveFolderEid',
  'PSETID_Common',
  0x85c6,
  'PtypBinary',
);
export const PidLidConversationActionMoveStoreEid: Lid<'PtypBinary'> = lid(
  'PidLidConversationActionMoveStoreEid',
  'PSETID_Common',
  0x85c7,
  'PtypBinary',
);
export const PidLidConversationActionMaxDeliveryTime: Lid<'PtypTime'> = lid(
  'PidLidConversationActionMaxDeliveryTime',
  'PSETID_Common',
  0x85c8,
  'PtypTime',
);
export const PidLidConversationProcessed: Lid<'PtypInteger32'> = lid(
  'PidLidConversationProcessed',
  'PSETID_Common',
  0x85c9,
  'PtypInteger32',
);
export const PidLidConversationActionLastAppliedTime: Lid<'PtypTime'> = lid(
  'PidLidConversationActionLastAppliedTime',
  'PSETID_Common',
  0x85ca,
  'PtypTime',
);
export const PidLidConversationActionVersion: Lid<'PtypInteger32'> = lid(
  'PidLidConversationActionVersion',
  'PSETID_Common',
  0x85cb,
  'PtypInteger32',
);
export const PidLidServerProcessed: Lid<'PtypBoolean'> = lid(
  'PidLidServerProcessed',
  'PSETID_CalendarAssistant',
  0x85cc,
  'PtypBoolean',
);
export const PidLidServerProcessingActions: Lid<'PtypInteger32'> = lid(
  'PidLidServerProcessingActions',
  'PSETID_CalendarAssistant',
  0x85cd,
  'PtypInteger32',
);
export const PidLidPendingStateForSiteMailboxDocument: Lid<'PtypInteger32'> = lid(
  'PidLidPendingStateForSiteMailboxDocument',
  'PSETID_Common',
  0x85e0,
  'PtypInteger32',
);
export const PidLidLogType: Lid<'PtypString'> = lid('PidLidLogType', 'PSETID_Log', 0x8700, 'PtypString');
export const PidLidLogStart: Lid<'PtypTime'> = lid('PidLidLogStart', 'PSETID_Log', 0x8706, 'PtypTime');
export const PidLidLogDuration: Lid<'PtypInteger32'> = lid('PidLidLogDuration', 'PSETID_Log', 0x8707, 'PtypInteger32');
export const PidLidLogEnd: Lid<'PtypTime'> = lid('PidLidLogEnd', 'PSETID_Log', 0x8708, 'PtypTime');
export const PidLidLogFlags: Lid<'PtypInteger32'> = lid('PidLidLogFlags', 'PSETID_Log', 0x870c, 'PtypInteger32');
export const PidLidLogDocumentPrinted: Lid<'PtypBoolean'> = lid(
  'PidLidLogDocumentPrinted',
  'PSETID_Log',
  0x870e,
  'PtypBoolean',
);
export const PidLidLogDocumentSaved: Lid<'PtypBoolean'> = lid(
  'PidLidLogDocumentSaved',
  'PSETID_Log',
  0x870f,
  'PtypBoolean',
);
export const PidLidLogDocumentRouted: Lid<'PtypBoolean'> = lid(
  'PidLidLogDocumentRouted',
  'PSETID_Log',
  0x8710,
  'PtypBoolean',
);
export const PidLidLogDocumentPosted: Lid<'PtypBoolean'> = lid(
  'PidLidLogDocumentPosted',
  'PSETID_Log',
  0x8711,
  'PtypBoolean',
);
export const PidLidLogTypeDesc: Lid<'PtypString'> = lid('PidLidLogTypeDesc', 'PSETID_Log', 0x8712, 'PtypString');
export const PidLidPostRssChannelLink: Lid<'PtypString'> = lid(
  'PidLidPostRssChannelLink',
  'PSETID_PostRss',
  0x8900,
  'PtypString',
);
export const PidLidPostRssItemLink: Lid<'PtypString'> = lid(
  'PidLidPostRssItemLink',
  'PSETID_PostRss',
  0x8901,
  'PtypString',
);
export const PidLidPostRssItemHash: Lid<'PtypInteger32'> = lid(
  'PidLidPostRssItemHash',
  'PSETID_PostRss',
  0x8902,
  'PtypInteger32',
);
export const PidLidPostRssItemGuid: Lid<'PtypString'> = lid(
  'PidLidPostRssItemGuid',
  'PSETID_PostRss',
  0x8903,
  'PtypString',
);
export const PidLidPostRssChannel: Lid<'PtypString'> = lid(
  'PidLidPostRssChannel',
  'PSETID_PostRss',
  0x8904,
  'PtypString',
);
export const PidLidPostRssItemXml: Lid<'PtypString'> = lid(
  'PidLidPostRssItemXml',
  'PSETID_PostRss',
  0x8905,
  'PtypString',
);
export const PidLidPostRssSubscription: Lid<'PtypString'> = lid(
  'PidLidPostRssSubscription',
  'PSETID_PostRss',
  0x8906,
  'PtypString',
);
export const PidLidSharingStatus: Lid<'PtypInteger32'> = lid(
  'PidLidSharingStatus',
  'PSETID_Sharing',
  0x8a00,
  'PtypInteger32',
);
export const PidLidSharingProviderGuid: Lid<'PtypGuid'> = lid(
  'PidLidSharingProviderGuid',
  'PSETID_Sharing',
  0x8a01,
  'PtypGuid',
);
export const PidLidSharingProviderName: Lid<'PtypString'> = lid(
  'PidLidSharingProviderName',
  'PSETID_Sharing',
  0x8a02,
  'PtypString',
);
export const PidLidSharingProviderUrl: Lid<'PtypString'> = lid(
  'PidLidSharingProviderUrl',
  'PSETID_Sharing',
  0x8a03,
  'PtypString',
);
export const PidLidSharingRemotePath: Lid<'PtypString'> = lid(
  'PidLidSharingRemotePath',
  'PSETID_Sharing',
  0x8a04,
  'PtypString',
);
export const PidLidSharingRemoteName: Lid<'PtypString'> = lid(
  'PidLidSharingRemoteName',
  'PSETID_Sharing',
  0x8a05,
  'PtypString',
);
export const PidLidSharingRemoteUid: Lid<'PtypString'> = lid(
  'PidLidSharingRemoteUid',
  'PSETID_Sharing',
  0x8a06,
  'PtypString',
);
export const PidLidSharingInitiatorName: Lid<'PtypString'> = lid(
  'PidLidSharingInitiatorName',
  'PSETID_Sharing',
  0x8a07,
  'PtypString',
);
export const PidLidSharingInitiatorSmtp: Lid<'PtypString'> = lid(
  'PidLidSharingInitiatorSmtp',
  'PSETID_Sharing',
  0x8a08,
  'PtypString',
);
export const PidLidSharingInitiatorEntryId: Lid<'PtypBinary'> = lid(
  'PidLidSharingInitiatorEntryId',
  'PSETID_Sharing',
  0x8a09,
  'PtypBinary',
);
export const PidLidSharingFlags: Lid<'PtypInteger32'> = lid(
  'PidLidSharingFlags',
  'PSETID_Sharing',
  0x8a0a,
  'PtypInteger32',
);
export const PidLidSharingProviderExtension: Lid<'PtypString'> = lid(
  'PidLidSharingProviderExtension',
  'PSETID_Sharing',
  0x8a0b,
  'PtypString',
);
export const PidLidSharingRemoteUser: Lid<'PtypString'> = lid(
  'PidLidSharingRemoteUser',
  'PSETID_Sharing',
  0x8a0c,
  'PtypString',
);
export const PidLidSharingRemotePass: Lid<'PtypString'> = lid(
  'PidLidSharingRemotePass',
  'PSETID_Sharing',
  0x8a0d,
  'PtypString',
);
export const PidLidSharingLocalPath: Lid<'PtypString'> = lid(
  'PidLidSharingLocalPath',
  'PSETID_Sharing',
  0x8a0e,
  'PtypString',
);
export const PidLidSharingLocalName: Lid<'PtypString'> = lid(
  'PidLidSharingLocalName',
  'PSETID_Sharing',
  0x8a0f,
  'PtypString',
);
export const PidLidSharingLocalUid: Lid<'PtypString'> = lid(
  'PidLidSharingLocalUid',
  'PSETID_Sharing',
  0x8a10,
  'PtypString',
);
export const PidLidSharingFilter: Lid<'PtypBinary'> = lid(
  'PidLidSharingFilter',
  'PSETID_Sharing',
  0x8a13,
  'PtypBinary',
);
export const PidLidSharingLocalType: Lid<'PtypString'> = lid(
  'PidLidSharingLocalType',
  'PSETID_Sharing',
  0x8a14,
  'PtypString',
);
export const PidLidSharingFolderEntryId: Lid<'PtypBinary'> = lid(
  'PidLidSharingFolderEntryId',
  'PSETID_Sharing',
  0x8a15,
  'PtypBinary',
);
export const PidLidSharingCapabilities: Lid<'PtypInteger32'> = lid(
  'PidLidSharingCapabilities',
  'PSETID_Sharing',
  0x8a17,
  'PtypInteger32',
);
export const PidLidSharingFlavor: Lid<'PtypInteger32'> = lid(
  'PidLidSharingFlavor',
  'PSETID_Sharing',
  0x8a18,
  'PtypInteger32',
);
export const PidLidSharingAnonymity: Lid<'PtypInteger32'> = lid(
  'PidLidSharingAnonymity',
  'PSETID_Sharing',
  0x8a19,
  'PtypInteger32',
);
export const PidLidSharingReciprocation: Lid<'PtypInteger32'> = lid(
  'PidLidSharingReciprocation',
  'PSETID_Sharing',
  0x8a1a,
  'PtypInteger32',
);
export const PidLidSharingPermissions: Lid<'PtypInteger32'> = lid(
  'PidLidSharingPermissions',
  'PSETID_Sharing',
  0x8a1b,
  'PtypInteger32',
);
export const PidLidSharingInstanceGuid: Lid<'PtypGuid'> = lid(
  'PidLidSharingInstanceGuid',
  'PSETID_Sharing',
  0x8a1c,
  'PtypGuid',
);
export const PidLidSharingRemoteType: Lid<'PtypString'> = lid(
  'PidLidSharingRemoteType',
  'PSETID_Sharing',
  0x8a1d,
  'PtypString',
);
export const PidLidSharingParticipants: Lid<'PtypString'> = lid(
  'PidLidSharingParticipants',
  'PSETID_Sharing',
  0x8a1e,
  'PtypString',
);
export const PidLidSharingLastSyncTime: Lid<'PtypTime'> = lid(
  'PidLidSharingLastSyncTime',
  'PSETID_Sharing',
  0x8a1f,
  'PtypTime',
);
export const PidLidSharingExtensionXml: Lid<'PtypString'> = lid(
  'PidLidSharingExtensionXml',
  'PSETID_Sharing',
  0x8a21,
  'PtypString',
);
export const PidLidSharingRemoteLastModificationTime: Lid<'PtypTime'> = lid(
  'PidLidSharingRemoteLastModificationTime',
  'PSETID_Sharing',
  0x8a22,
  'PtypTime',
);
export const PidLidSharingLocalLastModificationTime: Lid<'PtypTime'> = lid(
  'PidLidSharingLocalLastModificationTime',
  'PSETID_Sharing',
  0x8a23,
  'PtypTime',
);
export const PidLidSharingConfigurationUrl: Lid<'PtypString'> = lid(
  'PidLidSharingConfigurationUrl',
  'PSETID_Sharing',
  0x8a24,
  'PtypString',
);
export const PidLidSharingStart: Lid<'PtypTime'> = lid('PidLidSharingStart', 'PSETID_Sharing', 0x8a25, 'PtypTime');
export const PidLidSharingStop: Lid<'PtypTime'> = lid('PidLidSharingStop', 'PSETID_Sharing', 0x8a26, 'PtypTime');
export const PidLidSharingResponseType: Lid<'PtypInteger32'> = lid(
  'PidLidSharingResponseType',
  'PSETID_Sharing',
  0x8a27,
  'PtypInteger32',
);
export const PidLidSharingResponseTime: Lid<'PtypTime'> = lid(
  'PidLidSharingResponseTime',
  'PSETID_Sharing',
  0x8a28,
  'PtypTime',
);
export const PidLidSharingOriginalMessageEntryId: Lid<'PtypBinary'> = lid(
  'PidLidSharingOriginalMessageEntryId',
  'PSETID_Sharing',
  0x8a29,
  'PtypBinary',
);
export const PidLidSharingSyncInterval: Lid<'PtypInteger32'> = lid(
  'PidLidSharingSyncInterval',
  'PSETID_Sharing',
  0x8a2a,
  'PtypInteger32',
);
export const PidLidSharingDetail: Lid<'PtypInteger32'> = lid(
  'PidLidSharingDetail',
  'PSETID_Sharing',
  0x8a2b,
  'PtypInteger32',
);
export const PidLidSharingTimeToLive: Lid<'PtypInteger32'> = lid(
  'PidLidSharingTimeToLive',
  'PSETID_Sharing',
  0x8a2c,
  'PtypInteger32',
);
export const PidLidSharingBindingEntryId: Lid<'PtypBinary'> = lid(
  'PidLidSharingBindingEntryId',
  'PSETID_Sharing',
  0x8a2d,
  'PtypBinary',
);
export const PidLidSharingIndexEntryId: Lid<'PtypBinary'> = lid(
  'PidLidSharingIndexEntryId',
  'PSETID_Sharing',
  0x8a2e,
  'PtypBinary',
);
export const PidLidSharingRemoteComment: Lid<'PtypString'> = lid(
  'PidLidSharingRemoteComment',
  'PSETID_Sharing',
  0x8a2f,
  'PtypString',
);
export const PidLidSharingWorkingHoursStart: Lid<'PtypTime'> = lid(
  'PidLidSharingWorkingHoursStart',
  'PSETID_Sharing',
  0x8a40,
  'PtypTime',
);
export const PidLidSharingWorkingHoursEnd: Lid<'PtypTime'> = lid(
  'PidLidSharingWorkingHoursEnd',
  'PSETID_Sharing',
  0x8a41,
  'PtypTime',
);
export const PidLidSharingWorkingHoursDays: Lid<'PtypInteger32'> = lid(
  'PidLidSharingWorkingHoursDays',
  'PSETID_Sharing',
  0x8a42,
  'PtypInteger32',
);
export const PidLidSharingWorkingHoursTimeZone: Lid<'PtypBinary'> = lid(
  'PidLidSharingWorkingHoursTimeZone',
  'PSETID_Sharing',
  0x8a43,
  'PtypBinary',
);
export const PidLidSharingDataRangeStart: Lid<'PtypTime'> = lid(
  'PidLidSharingDataRangeStart',
  'PSETID_Sharing',
  0x8a44,
  'PtypTime',
);
export const PidLidSharingDataRangeEnd: Lid<'PtypTime'> = lid(
  'PidLidSharingDataRangeEnd',
  'PSETID_Sharing',
  0x8a45,
  'PtypTime',
);
export const PidLidSharingRangeStart: Lid<'PtypInteger32'> = lid(
  'PidLidSharingRangeStart',
  'PSETID_Sharing',
  0x8a46,
  'PtypInteger32',
);
export const PidLidSharingRangeEnd: Lid<'PtypInteger32'> = lid(
  'PidLidSharingRangeEnd',
  'PSETID_Sharing',
  0x8a47,
  'PtypInteger32',
);
export const PidLidSharingRemoteStoreUid: Lid<'PtypString'> = lid(
  'PidLidSharingRemoteStoreUid',
  'PSETID_Sharing',
  0x8a48,
  'PtypString',
);
export const PidLidSharingLocalStoreUid: Lid<'PtypString'> = lid(
  'PidLidSharingLocalStoreUid',
  'PSETID_Sharing',
  0x8a49,
  'PtypString',
);
export const PidLidSharingRemoteByteSize: Lid<'PtypInteger32'> = lid(
  'PidLidSharingRemoteByteSize',
  'PSETID_Sharing',
  0x8a4b,
  'PtypInteger32',
);
export const PidLidSharingRemoteCrc: Lid<'PtypInteger32'> = lid(
  'PidLidSharingRemoteCrc',
  'PSETID_Sharing',
  0x8a4c,
  'PtypInteger32',
);
export const PidLidSharingLocalComment: Lid<'PtypString'> = lid(
  'PidLidSharingLocalComment',
  'PSETID_Sharing',
  0x8a4d,
  'PtypString',
);
export const PidLidSharingRoamLog: Lid<'PtypInteger32'> = lid(
  'PidLidSharingRoamLog',
  'PSETID_Sharing',
  0x8a4e,
  'PtypInteger32',
);
export const PidLidSharingRemoteMessageCount: Lid<'PtypInteger32'> = lid(
  'PidLidSharingRemoteMessageCount',
  'PSETID_Sharing',
  0x8a4f,
  'PtypInteger32',
);
export const PidLidSharingBrowseUrl: Lid<'PtypString'> = lid(
  'PidLidSharingBrowseUrl',
  'PSETID_Sharing',
  0x8a51,
  'PtypString',
);
export const PidLidSharingLastAutoSyncTime: Lid<'PtypTime'> = lid(
  'PidLidSharingLastAutoSyncTime',
  'PSETID_Sharing',
  0x8a55,
  'PtypTime',
);
export const PidLidSharingTimeToLiveAuto: Lid<'PtypInteger32'> = lid(
  'PidLidSharingTimeToLiveAuto',
  'PSETID_Sharing',
  0x8a56,
  'PtypInteger32',
);
export const PidLidSharingRemoteVersion: Lid<'PtypString'> = lid(
  'PidLidSharingRemoteVersion',
  'PSETID_Sharing',
  0x8a5b,
  'PtypString',
);
export const PidLidSharingParentBindingEntryId: Lid<'PtypBinary'> = lid(
  'PidLidSharingParentBindingEntryId',
  'PSETID_Sharing',
  0x8a5c,
  'PtypBinary',
);
export const PidLidSharingSyncFlags: Lid<'PtypInteger32'> = lid(
  'PidLidSharingSyncFlags',
  'PSETID_Sharing',
  0x8a60,
  'PtypInteger32',
);
export const PidLidNoteColor: Lid<'PtypInteger32'> = lid('PidLidNoteColor', 'PSETID_Note', 0x8b00, 'PtypInteger32');
export const PidLidNoteWidth: Lid<'PtypInteger32'> = lid('PidLidNoteWidth', 'PSETID_Note', 0x8b02, 'PtypInteger32');
export const PidLidNoteHeight: Lid<'PtypInteger32'> = lid('PidLidNoteHeight', 'PSETID_Note', 0x8b03, 'PtypInteger32');
export const PidLidNoteX: Lid<'PtypInteger32'> = lid('PidLidNoteX', 'PSETID_Note', 0x8b04, 'PtypInteger32');
export const PidLidNoteY: Lid<'PtypInteger32'> = lid('PidLidNoteY', 'PSETID_Note', 0x8b05, 'PtypInteger32');
export const PidLidResendTime: Lid<'PtypTime'> = lid('PidLidResendTime', 'PSETID_Report', 0x8d00, 'PtypTime');
export const PidLidRemoteEntryId: Lid<'PtypBinary'> = lid('PidLidRemoteEntryId', 'PSETID_Remote', 0x8f01, 'PtypBinary');
export const PidLidRemoteMessageClass: Lid<'PtypString'> = lid(
  'PidLidRemoteMessageClass',
  'PSETID_Remote',
  0x8f02,
  'PtypString',
);
export const PidLidRemoteTransport: Lid<'PtypString'> = lid(
  'PidLidRemoteTransport',
  'PSETID_Remote',
  0x8f03,
  'PtypString',
);
export const PidLidRemoteTransferTime: Lid<'PtypInteger32'> = lid(
  'PidLidRemoteTransferTime',
  'PSETID_Remote',
  0x8f04,
  'PtypInteger32',
);
export const PidLidRemoteTransferSize: Lid<'PtypInteger32'> = lid(
  'PidLidRemoteTransferSize',
  'PSETID_Remote',
  0x8f05,
  'PtypInteger32',
);
export const PidLidRemoteSearchKey: Lid<'PtypBinary'> = lid(
  'PidLidRemoteSearchKey',
  'PSETID_Remote',
  0x8f06,
  'PtypBinary',
);
export const PidLidRemoteAttachment: Lid<'PtypBoolean'> = lid(
  'PidLidRemoteAttachment',
  'PSETID_Remote',
  0x8f07,
  'PtypBoolean',
);
