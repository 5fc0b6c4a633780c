// String-named properties of [MS-OXPROPS] (PidName…) that items of the formats, attachments and documents have.
import { type Lid, nameOf } from './tag.ts';

export const PidNameAcceptLanguage: Lid<'PtypString'> = nameOf('PS_INTERNET_HEADERS', 'accept-language', 'PtypString');
export const PidNameApplicationName: Lid<'PtypString'> = nameOf('PS_PUBLIC_STRINGS', 'AppName', 'PtypString');
export const PidNameAttachmentMacContentType: Lid<'PtypString'> = nameOf(
  'PSETID_Attachment',
  'AttachmentMacContentType',
  'PtypString',
);
export const PidNameAttachmentMacInfo: Lid<'PtypBinary'> = nameOf(
  'PSETID_Attachment',
  'AttachmentMacInfo',
  'PtypBinary',
);
export const PidNameAttachmentOriginalPermissionType: Lid<'PtypInteger32'> = nameOf(
  'PSETID_Attachment',
  'AttachmentOriginalPermissionType',
  'PtypInteger32',
);
export const PidNameAttachmentPermissionType: Lid<'PtypInteger32'> = nameOf(
  'PSETID_Attachment',
  'AttachmentPermissionType',
  'PtypInteger32',
);
export const PidNameAttachmentProviderType: Lid<'PtypString'> = nameOf(
  'PSETID_Attachment',
  'AttachmentProviderType',
  'PtypString',
);
export const PidNameAuthor: Lid<'PtypString'> = nameOf('PS_PUBLIC_STRINGS', 'Author', 'PtypString');
export const PidNameCategory: Lid<'PtypString'> = nameOf('PS_PUBLIC_STRINGS', 'Category', 'PtypString');
export const PidNameComments: Lid<'PtypString'> = nameOf('PS_PUBLIC_STRINGS', 'Comments', 'PtypString');
export const PidNameCompany: Lid<'PtypString'> = nameOf('PS_PUBLIC_STRINGS', 'Company', 'PtypString');
export const PidNameContentBase: Lid<'PtypString'> = nameOf('PS_INTERNET_HEADERS', 'content-base', 'PtypString');
export const PidNameContentClass: Lid<'PtypString'> = nameOf('PS_INTERNET_HEADERS', 'content-class', 'PtypString');
export const PidNameContentType: Lid<'PtypString'> = nameOf('PS_INTERNET_HEADERS', 'content-type', 'PtypString');
export const PidNameCrossReference: Lid<'PtypString'> = nameOf('PS_INTERNET_HEADERS', 'xref', 'PtypString');
export const PidNameFrom: Lid<'PtypString'> = nameOf('PS_INTERNET_HEADERS', 'from', 'PtypString');
export const PidNameKeywords: Lid<'PtypMultipleString'> = nameOf('PS_PUBLIC_STRINGS', 'Keywords', 'PtypMultipleString');
export const PidNameLastAuthor: Lid<'PtypString'> = nameOf('PS_PUBLIC_STRINGS', 'LastAuthor', 'PtypString');
export const PidNameMSIPLabels: Lid<'PtypString'> = nameOf('PS_INTERNET_HEADERS', 'msip_labels', 'PtypString');
export const PidNameRevisionNumber: Lid<'PtypString'> = nameOf('PS_PUBLIC_STRINGS', 'RevNumber', 'PtypString');
export const PidNameTitle: Lid<'PtypString'> = nameOf('PS_PUBLIC_STRINGS', 'Title', 'PtypString');
export const PidNameXCallId: Lid<'PtypString'> = nameOf('PS_INTERNET_HEADERS', 'x-callid', 'PtypString');
export const PidNameXSenderTelephoneNumber: Lid<'PtypString'> = nameOf(
  'PS_INTERNET_HEADERS',
  'x-callingtelephonenumber',
  'PtypString',
);
export const PidNameXUnsent: Lid<'PtypString'> = nameOf('PS_INTERNET_HEADERS', 'x-unsent', 'PtypString');
