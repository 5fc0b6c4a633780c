import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { finishDeliveries } from '../rules/deliver.ts';
import { fillWords } from '../search/fill.ts';
import type { MountRow } from '../state/rows.ts';
import { type MountSync, syncMount } from './sync-mount.ts';

/** A hint is often one of several; a short wait takes them together. */
const GATHER_MS = 200;

/** What a running synchronisation reports. */
export type SyncReport =
  | { readonly mount: string; readonly sync: MountSync }
  | { readonly mount: string; readonly error: MapistoreError };

/** How a store is kept synchronised. */
export interface KeepSynced {
  /** How often each mount is asked without a hint; default 60,000. */
  readonly intervalMs?: number;
  readonly signal: AbortSignal;
  readonly report?: (report: SyncReport) => void;
  /**
   * Looks into what came or changed after each time, so that searches find the words there and need not do so first. Every
   * item is read once for it. Default false.
   */
  readonly words?: boolean;
}

/** Synchronises every mount at intervals and on its backend's hints, until aborted. A mount out of reach is asked again. */
export async function keepSynced(engine: Engine, request: KeepSynced): Promise<void> {
  const { intervalMs = 60_000, signal } = request;
  const running = new Map<number, Promise<void>>();
  while (!signal.aborted) {
    for (const mount of await engine.state.read((tx) => tx.mounts.all())) {
      if (!running.has(mount.mountId)) running.set(mount.mountId, keepMount(engine, mount, { ...request, intervalMs }));
    }
    // Mounts that are added later join within one interval.
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(running.values());
}

async function keepMount(
  engine: Engine,
  mount: MountRow,
  { intervalMs, signal, report, words }: KeepSynced & { readonly intervalMs: number },
): Promise<void> {
  const bell = new Bell();
  const watching = watch(engine, mount, bell, signal);
  while (!signal.aborted) {
    try {
      const present = (await engine.state.read((tx) => tx.mounts.all())).some((row) => row.mountId === mount.mountId);
      if (!present) break;
      report?.({ mount: mount.path, sync: await syncMount(engine, mount, signal) });
      if (words === true) await fillWords(engine, { folderIds: await foldersOf(engine, mount), signal });
      await finishDeliveries(engine, signal);
    } catch (error) {
      if (signal.aborted) break;
      report?.({ mount: mount.path, error: MapistoreError.from(error, `Cannot synchronise ${mount.path}`) });
    }
    await bell.wait(intervalMs, signal);
  }
  await watching;
}

async function foldersOf(engine: Engine, { mountId }: MountRow): Promise<readonly number[]> {
  const folders = await engine.state.read((tx) => tx.folders.all());
  return folders.filter((row) => row.mountId === mountId).map(({ folderId }) => folderId);
}

async function watch(engine: Engine, mount: MountRow, bell: Bell, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const backend = await engine.mounts.get(mount, signal);
      if (backend.watch === undefined) return;
      const folders = (await engine.state.read((tx) => tx.folders.all())).filter(
        (row) => row.mountId === mount.mountId && row.holdsItems === 1,
      );
      for await (const _hint of backend.watch({ signal, folders: folders.map((row) => row.backendKey as string) }))
        bell.ring();
    } catch (error) {
      if (!signal.aborted)
        engine.log.warn('watching a mount failed, it is asked at intervals', {
          mount: mount.path,
          code: MapistoreError.is(error) ? error.code : 'UNEXPECTED',
        });
    }
    await sleep(5_000, undefined, { signal }).catch(() => undefined);
  }
}

/** Wakes a waiter early; a ring while nobody waits wakes the next one at once. */
class Bell {
  #rung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const timer = new AbortController();
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    if (!this.#rung)
      await Promise.race([
        woken,
        sleep(ms, undefined, { signal: AbortSignal.any([signal, timer.signal]) }).catch(() => undefined),
      ]);
    timer.abort();
    if (this.#rung) await sleep(GATHER_MS, undefined, { signal }).catch(() => undefined);
    this.#rung = false;
  }
}
