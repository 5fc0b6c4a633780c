/** Somewhat more than the threads that Node has for files, so that none of them waits for us. */
const WORKERS = 8;

/** Does the same for each, several at a time; the answers keep the order. The first failure ends it. */
export async function eachInParallel<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const answers = new Array<R>(all.length);
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < all.length && !failed) {
      const at = next++;
      try {
        answers[at] = await work(all[at] as T);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  // Every worker has come to rest before the failure is told: nobody still uses what the caller is about to close.
  const ends = await Promise.allSettled(Array.from({ length: Math.min(WORKERS, all.length) }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return answers;
}
