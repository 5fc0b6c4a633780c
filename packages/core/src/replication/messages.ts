import type { Gid } from '../ics/gid.ts';
import type { Version } from '../ics/version.ts';
import { type Xid, xidOf } from '../ics/xid.ts';
import type { Replicas } from '../identity/replicas.ts';
import type { AssociatedRow } from '../state/object-rows.ts';
import type { ContentsRow } from '../state/rows.ts';
import { itemId } from '../store/ids.ts';
import { isSeen } from '../write/flag-stamp.ts';
import type { MessageChange, ObjectHeader } from './elements.ts';

/** What is told of any object. */
export function objectHeader(replicas: Replicas, id: number, version: Version): ObjectHeader {
  const gid: Gid = replicas.idToGid(id);
  const sourceKey: Xid = version.sourceKey ?? xidOf(gid);
  return {
    gid,
    sourceKey,
    changeNumber: replicas.cnToGid(version.cn),
    changeKey: version.changeKey,
    predecessors: version.predecessors,
    modified: new Date(version.modifiedAt),
  };
}

/** What is told of an ordinary message. */
export function messageElement(replicas: Replicas, row: ContentsRow, version: Version): MessageChange {
  return {
    kind: 'message',
    ...objectHeader(replicas, row.mid, version),
    associated: false,
    id: itemId(row.itemId),
    class: row.messageClass,
    subject: row.subject,
    received: new Date(row.received),
    read: isSeen(row.flags),
    size: row.size ?? row.storedSize ?? 0,
  };
}

/** What is told of an FAI message. */
export function associatedElement(replicas: Replicas, row: AssociatedRow, version: Version): MessageChange {
  return {
    kind: 'message',
    ...objectHeader(replicas, row.mid, { ...version, modifiedAt: version.modifiedAt || row.modifiedAt }),
    associated: true,
    class: row.messageClass,
    subject: row.subject,
    read: false,
    size: row.size,
  };
}
