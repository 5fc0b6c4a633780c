import type { Backend } from '@mapistore/core';
import { CANCELLABLE } from '../cases/cancellation.ts';
import type { Mutant } from './mutant.ts';

type Method = (request: { readonly signal: AbortSignal }) => unknown;

/** One mutant per operation, deaf to a signal that is aborted already; and one deaf in the middle of a body. */
export const cancellationMutants: readonly Mutant[] = [
  ...CANCELLABLE.map(
    (operation): Mutant => ({
      id: `deaf-${operation}`,
      breaks: `\`${operation}\` does not look at its signal.`,
      fails: [`cancellation.${operation}`],
      break(sound) {
        const method = sound[operation as keyof Backend] as unknown as Method;
        return {
          [operation]: (request: { readonly signal: AbortSignal }) =>
            method(request.signal.aborted ? { ...request, signal: new AbortController().signal } : request),
        };
      },
    }),
  ),
  {
    id: 'deaf-mid-body',
    breaks: 'A body that is being read does not look at its signal.',
    fails: ['cancellation.mid-body'],
    break: (sound) => ({
      openBody: async (request) => {
        request.signal.throwIfAborted();
        return sound.openBody({ ...request, signal: new AbortController().signal });
      },
    }),
  },
];
