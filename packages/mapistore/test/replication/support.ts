import {
  bytesSource,
  type ContentsElement,
  type ContentsRequest,
  type Deletions,
  type Gid,
  IdSet,
  type ImportedContent,
  type ImportedHeader,
  type MessageChange,
  PredecessorChangeList,
  PropertyBag,
  type ReadStates,
  type Store,
  type SyncState,
  tagged,
  type Xid,
  xidOf,
} from '@mapistore/core';
import { mail } from '../support.ts';

/** What one synchronisation told, sorted by what it is. */
export interface Told {
  readonly messages: readonly MessageChange[];
  readonly deletions: Deletions | undefined;
  readonly read: IdSet;
  readonly unread: IdSet;
  readonly state: Required<SyncState>;
}

/** Runs a contents synchronisation to its end. */
export async function synchronised(store: Store, path: string, request: ContentsRequest = {}): Promise<Told> {
  const download = store.replication.contents(path, request);
  const elements: ContentsElement[] = [];
  for await (const element of download) elements.push(element);
  return { ...sorted(elements), state: download.state };
}

/** Elements by what they are. */
export function sorted(elements: readonly ContentsElement[]): Omit<Told, 'state'> {
  const states = elements.filter((element): element is ReadStates => element.kind === 'readStates');
  const sum = (sets: readonly IdSet[]): IdSet => sets.reduce((a, b) => a.union(b), IdSet.empty());
  return {
    messages: elements.filter((element) => element.kind === 'message'),
    deletions: elements.find((element) => element.kind === 'deletions'),
    read: sum(states.map(({ read }) => read)),
    unread: sum(states.map(({ unread }) => unread)),
  };
}

export const subjects = (told: Pick<Told, 'messages'>): readonly string[] =>
  told.messages.map(({ subject }) => subject);

/** The replica of a client: it numbers its own changes. */
export class ClientReplica {
  readonly guid: string;
  #changes = 0;

  constructor(digit: string) {
    this.guid = `${digit.repeat(8)}-0000-4000-8000-000000000000`;
  }

  /** The next change of the client, as its key. */
  change(): Xid {
    return xidOf({ replica: this.guid, counter: ++this.#changes });
  }
}

/** What a client says of a version of its own that builds on another. */
export function version(
  client: ClientReplica,
  gid: Gid,
  before: PredecessorChangeList = PredecessorChangeList.of([]),
  modified: Date = new Date(),
): ImportedHeader {
  const changeKey = client.change();
  return { sourceKey: xidOf(gid), changeKey, predecessors: before.with(changeKey), modified };
}

/** A new mail as a client imports it. */
export function newMail(subject: string, body?: string): ImportedContent {
  return { body: bytesSource(mail(subject, body), 'message/rfc822') };
}

/** An FAI message as a client imports it. */
export function newAssociated(messageClass: string, subject: string): ImportedContent {
  const properties = [
    ['PidTagMessageClass', 'PtypString', messageClass],
    ['PidTagSubject', 'PtypString', subject],
  ];
  const json = JSON.stringify({ properties, recipients: [], attachments: [] });
  return { body: bytesSource(Buffer.from(json), 'application/vnd.mapistore.item+json') };
}

/** A change of a property that no mail can say, so that it is the overlay's. */
export function importance(level: number): ImportedContent {
  return { delta: { set: new PropertyBag().set(tagged('PidTagImportance'), level), remove: [] } };
}
