import { named, tagged } from '@mapistore/core';
import { BUSY_WORDS } from './busy.ts';
import { BOOLEAN, INSTANT, INTEGER, PLAIN, simple, TEXT, wordCodec } from './codecs.ts';
import type { Row } from './row.ts';

/** LOCATION ([MS-OXCICAL] 2.1.3.1.1.20.12). */
export const LOCATION: Row = simple({ line: 'LOCATION', property: named('PidLidLocation'), codec: TEXT, inHead: true });

/** Lines of an event that are one property each ([MS-OXCICAL] 2.1.3.1.1.20). */
export const EVENT_TEXTS: readonly Row[] = [
  LOCATION,
  simple({ line: 'SEQUENCE', property: named('PidLidAppointmentSequence'), codec: INTEGER }),
  simple({ line: 'RESOURCES', property: named('PidLidNonSendableBcc'), codec: TEXT }),
  simple({
    line: 'X-MICROSOFT-CDO-INTENDEDSTATUS',
    property: named('PidLidIntendedBusyStatus'),
    codec: wordCodec(BUSY_WORDS),
  }),
  simple({ line: 'X-MICROSOFT-CDO-OWNERAPPTID', property: tagged('PidTagOwnerAppointmentId'), codec: INTEGER }),
  simple({
    line: 'X-MICROSOFT-DISALLOW-COUNTER',
    property: named('PidLidAppointmentNotAllowPropose'),
    codec: BOOLEAN,
  }),
  simple({ line: 'X-MS-OLK-ALLOWEXTERNCHECK', property: named('PidLidAllowExternalCheck'), codec: BOOLEAN }),
  simple({ line: 'X-MS-OLK-APPTLASTSEQUENCE', property: named('PidLidAppointmentLastSequence'), codec: INTEGER }),
  simple({ line: 'X-MS-OLK-APPTSEQTIME', property: named('PidLidAppointmentSequenceTime'), codec: INSTANT }),
  simple({ line: 'X-MS-OLK-AUTOFILLLOCATION', property: named('PidLidAutoFillLocation'), codec: BOOLEAN }),
  simple({ line: 'X-MS-OLK-AUTOSTARTCHECK', property: named('PidLidAutoStartCheck'), codec: BOOLEAN }),
  simple({ line: 'X-MS-OLK-COLLABORATEDOC', property: named('PidLidCollaborateDoc'), codec: PLAIN }),
  simple({ line: 'X-MS-OLK-CONFCHECK', property: named('PidLidConferencingCheck'), codec: BOOLEAN }),
  simple({ line: 'X-MS-OLK-CONFTYPE', property: named('PidLidConferencingType'), codec: INTEGER }),
  simple({ line: 'X-MS-OLK-DIRECTORY', property: named('PidLidDirectory'), codec: PLAIN }),
  simple({ line: 'X-MS-OLK-MWSURL', property: named('PidLidMeetingWorkspaceUrl'), codec: PLAIN }),
  simple({ line: 'X-MS-OLK-NETSHOWURL', property: named('PidLidNetShowUrl'), codec: PLAIN }),
  simple({ line: 'X-MS-OLK-ONLINEPASSWORD', property: named('PidLidOnlinePassword'), codec: TEXT }),
  simple({ line: 'X-MS-OLK-ORGALIAS', property: named('PidLidOrganizerAlias'), codec: TEXT }),
];
