import { foundAnything, printable, syncText } from '@mapistore/cli';
import type { Store } from '@mapistore/core';

/** Keeps the store synchronised until aborted, and tells every change, also those that another program made. */
export async function watch(
  store: Store,
  options: { readonly intervalMs: number; readonly signal: AbortSignal; readonly say: (text: string) => void },
): Promise<void> {
  const { intervalMs, signal, say } = options;
  let { token } = await store.changes('/');
  let telling = Promise.resolve();
  const failing = new Set<string>();
  const tell = async (): Promise<void> => {
    const news = await store.changes('/', token);
    token = news.token;
    for (const { id, change, path, from } of news.changes) {
      const subject =
        change === 'deleted'
          ? ''
          : await store.items.get(id).then(
              (item) => ` "${item.subject}"`,
              () => '',
            );
      say(printable(`${change} ${id}${subject} in ${from === undefined ? path : `${path}, was in ${from}`}`));
    }
  };
  await store.keepSynced({
    intervalMs,
    signal,
    report: (report) => {
      if ('error' in report) {
        // Once is enough, until it is back.
        if (!failing.has(report.mount))
          say(printable(`${report.mount}: ${report.error.message} [${report.error.code}]`));
        failing.add(report.mount);
        return;
      }
      if (failing.delete(report.mount)) say(printable(`${report.mount} is back.`));
      if (
        foundAnything(report) &&
        report.sync.created + report.sync.updated + report.sync.moved + report.sync.deleted === 0
      ) {
        say(printable(`${report.mount}: ${syncText(report.sync)}`));
      }
      telling = telling.then(tell).catch((error: unknown) => {
        if (!signal.aborted) say(printable(`Cannot tell what changed: ${(error as Error).message}`));
      });
    },
  });
  await telling;
}
