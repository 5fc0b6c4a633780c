import type { Engine } from '../engine/engine.ts';
import type { Replicas } from '../identity/replicas.ts';
import type { LineageRow } from '../state/replication-rows.ts';
import type { StateTx } from '../state/store.ts';
import { PredecessorChangeList } from './predecessors.ts';
import { type Xid, xidOf } from './xid.ts';

/** What distinguishes a version of an item or folder from others. */
export interface Version {
  /** PidTagChangeNumber, as the counter that it is inside of the store. */
  readonly cn: number;
  readonly changeKey: Xid;
  readonly predecessors: PredecessorChangeList;
  /** PidTagLastModificationTime, in milliseconds since 1970; where nothing tells, 0. */
  readonly modifiedAt: number;
  /** PidTagSourceKey of an object that came with one that is no id of this store. */
  readonly sourceKey?: Xid;
}

/** An object with the number of its last change. */
export interface Changed {
  readonly objectId: number;
  readonly cn: number;
}

/** The version of an item as it is now. */
export async function versionOf(
  { state, replicas }: Pick<Engine, 'state' | 'replicas'>,
  { itemId: objectId, cn }: { readonly itemId: number; readonly cn: number },
): Promise<Version> {
  return state.read(async (tx) => {
    await replicas.refresh(tx);
    return (await versionsOf(tx, replicas, [{ objectId, cn }])).get(objectId) as Version;
  });
}

/** The versions of several objects, by their ids. */
export async function versionsOf(
  tx: StateTx,
  replicas: Replicas,
  objects: readonly Changed[],
): Promise<ReadonlyMap<number, Version>> {
  const lineages = new Map(
    (await tx.lineage.ofObjects(objects.map(({ objectId }) => objectId))).map((row) => [row.objectId, row]),
  );
  const times = await tx.changed.times(objects.map(({ cn }) => cn));
  return new Map(
    objects.map((object) => [
      object.objectId,
      version(replicas, object, lineages.get(object.objectId), times.get(object.cn)),
    ]),
  );
}

/**
 * A version that a client imported is what the client says it is; every change of our own since then adds our own change
 * number to it. Of lives of the state that ended, the last number stands for all that came before.
 */
function version(
  replicas: Replicas,
  { objectId, cn }: Changed,
  lineage: LineageRow | undefined,
  changedAt: number | undefined,
): Version {
  const own = xidOf(replicas.cnToGid(cn));
  const imported = lineage === undefined ? PredecessorChangeList.of([]) : listOf(lineage);
  const source = lineage?.sourceKey === null || lineage === undefined ? {} : { sourceKey: sourceOf(lineage) };
  if (lineage !== undefined && lineage.cn === cn)
    return {
      cn,
      changeKey: JSON.parse(lineage.changeKey) as Xid,
      predecessors: imported,
      modifiedAt: lineage.modifiedAt,
      ...source,
    };
  const ended = replicas
    .between(objectId, cn)
    .flatMap(({ guid, lastCn }) => (lastCn === null || lastCn < 1 ? [] : [xidOf({ replica: guid, counter: lastCn })]))
    .filter(({ namespace }) => namespace !== own.namespace);
  return {
    cn,
    changeKey: own,
    predecessors: PredecessorChangeList.of([...imported, ...ended, own]),
    modifiedAt: changedAt ?? 0,
    ...source,
  };
}

/** The predecessors of an imported version. */
function listOf(lineage: LineageRow): PredecessorChangeList {
  return PredecessorChangeList.fromJson(JSON.parse(lineage.predecessors));
}

function sourceOf({ sourceKey }: LineageRow): Xid {
  const [namespace = '', localId = ''] = (sourceKey as string).split(':');
  return { namespace, localId };
}
