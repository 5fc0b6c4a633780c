import { type Backend, CONTRACT_VERSION, type FolderEntry } from '@mapistore/core';
import { need } from './assert.ts';
import type { CaseReport, ConformanceCase, Harness, Report } from './case.ts';
import { cases } from './cases/index.ts';
import { CASES_PARENT, CaseContext, type Place } from './context.ts';

/** The version of this kit's set of cases. */
export const KIT_VERSION = 2;

/** A backend opened for a run, and the names of the folders that its cases work in. */
export interface Session {
  readonly harness: Harness;
  readonly backend: Backend;
  readonly run: string;
}

let folders = 0;

/** Opens a backend for a run. */
export async function openSession(harness: Harness): Promise<Session> {
  const run = Math.floor(Math.random() * 36 ** 6).toString(36);
  return { harness, backend: await harness.open(), run };
}

/** Runs every case and reports; it never throws for a case that fails. */
export async function runConformance(harness: Harness, only: readonly ConformanceCase[] = cases): Promise<Report> {
  const session = await openSession(harness);
  try {
    const reports: CaseReport[] = [];
    for (const each of only) reports.push(await runCase(session, each));
    return { backend: session.backend.description.name, contract: CONTRACT_VERSION, kit: KIT_VERSION, cases: reports };
  } finally {
    await session.backend[Symbol.asyncDispose]();
  }
}

/** Runs one case in a fresh folder, which is removed afterwards. */
export async function runCase(session: Session, each: ConformanceCase): Promise<CaseReport> {
  const { harness, backend } = session;
  const missing = each.requires.filter((capability) => !backend.description.capabilities[capability]);
  if (missing.length > 0) return { id: each.id, outcome: 'skip', reason: `not declared: ${missing.join(', ')}` };
  const known = harness.knownFailures?.[each.id];
  try {
    const place = await caseFolder(session);
    const before = place.holdsFolders ? [] : (await allFolders(backend)).map(({ key }) => key);
    const context = new CaseContext({ backend, harness, place, before });
    try {
      await each.run(context);
    } finally {
      await removeAll(context).catch(() => {});
    }
  } catch (error) {
    if (known !== undefined) return { id: each.id, outcome: 'known-failure', reason: known };
    return { id: each.id, outcome: 'fail', reason: error instanceof Error ? error.message : String(error) };
  }
  if (known === undefined) return { id: each.id, outcome: 'pass' };
  return { id: each.id, outcome: 'fail', reason: `It passes by now: take it out of knownFailures ("${known}").` };
}

/** Removes the folders that broken-off runs left behind; not while another run works on the same account. */
export async function sweep(backend: Backend): Promise<void> {
  for (const { key, name, parent } of await allFolders(backend)) {
    if (parent === CASES_PARENT && /^mapistore-[0-9a-z]+-\d+$/.test(name)) await removeTree(backend, key);
  }
}

async function removeAll(context: CaseContext): Promise<void> {
  for (const key of [...(await context.left()), context.folder]) await removeTree(context.backend, key);
}

async function caseFolder({ harness, backend, run }: Session): Promise<Place> {
  if (harness.folder !== undefined) {
    const key = await harness.folder();
    return need(
      (await allFolders(backend)).find((folder) => folder.key === key),
      `the harness gave the folder "${key}", which is not listed`,
    );
  }
  if (backend.createFolder === undefined)
    throw new TypeError('A backend that cannot make folders needs `folder()` in its harness.');
  const { signal } = new AbortController();
  const made = await backend.createFolder({ parent: CASES_PARENT, name: `mapistore-${run}-${++folders}`, signal });
  await harness.settle?.();
  return made;
}

async function allFolders(backend: Backend): Promise<readonly FolderEntry[]> {
  const { signal } = new AbortController();
  return (await backend.listFolders({ limit: 10_000, signal })).folders;
}

async function removeTree(backend: Backend, key: string): Promise<void> {
  const { signal } = new AbortController();
  for (const child of await allFolders(backend))
    if (child.parent === key && child.key !== key) await removeTree(backend, child.key);
  let cursor: string | undefined;
  do {
    const page = await backend.listItems({
      folder: key,
      detail: 'revision',
      limit: 500,
      signal,
      ...(cursor !== undefined && { cursor }),
    });
    for (const item of page.items) await backend.deleteItem?.({ folder: key, key: item.key, signal });
    cursor = page.next;
  } while (cursor !== undefined);
  await backend.deleteFolder?.({ folder: key, signal });
}
