import { type Backend, type Body, bodyFrom, type Capability, MapistoreError, NO_CAPABILITIES } from '@mapistore/core';

/** An operation of the contract. */
export type Operation = Exclude<Capability, never> | 'listFolders' | 'listItems' | 'readItem' | 'openBody';

/** A failure to happen once. */
export interface MemoryFault {
  readonly operation: Operation;
  /** Which call of the operation fails, from 1, counted from when the fault is set. Default: the next one. */
  readonly call?: number;
  /**
   * `before`: nothing was done. `after`: it was done, only the answer is lost. `during`: for `openBody`, after its
   * first bytes. Default: `before`.
   */
  readonly when?: 'before' | 'during' | 'after';
  /** What is thrown. Default: `UNAVAILABLE`. */
  readonly error?: unknown;
}

const REQUIRED: readonly Operation[] = ['listFolders', 'listItems', 'readItem', 'openBody'];

/** Faults that a test plans, and a count of the calls that were made. Give it to `createMemoryBackend`. */
export class MemoryFaults {
  readonly #planned: { readonly fault: MemoryFault; readonly at: number }[] = [];
  readonly #calls = new Map<Operation, number>();

  /** Plans a failure. */
  fail(fault: MemoryFault): void {
    this.#planned.push({ fault, at: this.calls(fault.operation) + (fault.call ?? 1) });
  }

  /** Takes back what was planned and has not happened. */
  clear(): void {
    this.#planned.length = 0;
  }

  /** How often an operation was called so far. */
  calls(operation: Operation): number {
    return this.#calls.get(operation) ?? 0;
  }

  /** The same backend with the faults in front of it. */
  wrap(backend: Backend): Backend {
    const outer: Record<PropertyKey, unknown> = {
      description: backend.description,
      [Symbol.asyncDispose]: () => backend[Symbol.asyncDispose](),
    };
    for (const operation of [...REQUIRED, ...(Object.keys(NO_CAPABILITIES) as Capability[])]) {
      const method = backend[operation as keyof Backend] as ((request: never) => unknown) | undefined;
      if (method === undefined) continue;
      const streams = operation === 'watch' || operation === 'openBodies';
      const call = method.bind(backend) as (request: unknown) => unknown;
      outer[operation] = streams ? this.#streaming(operation, call) : this.#single(operation, call);
    }
    return outer as unknown as Backend;
  }

  #single(operation: Operation, call: (request: unknown) => unknown): (request: unknown) => Promise<unknown> {
    return async (request) => {
      const fault = this.#next(operation);
      if (fault !== undefined && (fault.when ?? 'before') === 'before') throw errorOf(fault);
      const answer = await call(request);
      if (fault?.when === 'during') return broken(answer as Body, errorOf(fault));
      if (fault !== undefined) throw errorOf(fault);
      return answer;
    };
  }

  #streaming(operation: Operation, call: (request: unknown) => unknown): (request: unknown) => AsyncIterable<unknown> {
    const next = (): MemoryFault | undefined => this.#next(operation);
    return async function* (request) {
      const fault = next();
      if (fault !== undefined && (fault.when ?? 'before') === 'before') throw errorOf(fault);
      yield* call(request) as AsyncIterable<unknown>;
      if (fault !== undefined) throw errorOf(fault);
    };
  }

  #next(operation: Operation): MemoryFault | undefined {
    const number = this.calls(operation) + 1;
    this.#calls.set(operation, number);
    const index = this.#planned.findIndex(({ fault, at }) => fault.operation === operation && at === number);
    return index < 0 ? undefined : this.#planned.splice(index, 1)[0]?.fault;
  }
}

function errorOf(fault: MemoryFault): unknown {
  const message = `Cannot answer ${fault.operation}: a fault was planned here.`;
  return fault.error ?? new MapistoreError('UNAVAILABLE', message, { backend: 'memory', operation: fault.operation });
}

function broken(body: Body, error: unknown): Body {
  async function* chunks(): AsyncIterable<Uint8Array> {
    for await (const chunk of body) {
      yield chunk.subarray(0, Math.ceil(chunk.byteLength / 2));
      throw error;
    }
    throw error;
  }
  return bodyFrom(chunks(), body);
}
