import { type Capability, NO_CAPABILITIES } from '@mapistore/core';
import { check, equal } from '../assert.ts';
import type { ConformanceCase } from '../case.ts';

const KINDS = ['mail', 'event', 'task', 'note', 'contact', 'journal'];

/** What a backend says of itself. */
export const descriptionCases: readonly ConformanceCase[] = [
  {
    id: 'description.capabilities-match-methods',
    title: 'a method is there if and only if its capability is declared',
    spec: 'capabilities',
    requires: [],
    async run({ backend }) {
      for (const name of Object.keys(NO_CAPABILITIES) as Capability[]) {
        const present = typeof backend[name] === 'function';
        equal(
          backend.description.capabilities[name],
          present,
          `whether ${name} is declared, with its method being there or not`,
        );
      }
    },
  },
  {
    id: 'description.is-plain-json',
    title: 'the description is plain JSON',
    spec: 'description',
    requires: [],
    async run({ backend }) {
      equal(JSON.parse(JSON.stringify(backend.description)), { ...backend.description }, 'the description after JSON');
    },
  },
  {
    id: 'description.is-constant',
    title: 'the description is the same after use and in a second opening',
    spec: 'description',
    requires: [],
    async run({ backend, harness, folder, signal }) {
      const before = JSON.stringify(backend.description);
      await backend.listItems({ folder, detail: 'revision', limit: 10, signal });
      equal(JSON.stringify(backend.description), before, 'the description after a call');
      const second = await harness.open();
      equal(JSON.stringify(second.description), before, 'the description of a second opening');
      await second[Symbol.asyncDispose]();
    },
  },
  {
    id: 'description.media-types-are-normal',
    title: 'media types are lower case without parameters, and kinds are known',
    spec: 'description',
    requires: [],
    async run({ backend }) {
      const { accepts, kinds } = backend.description;
      check(accepts.length > 0, 'it accepts no media type');
      for (const type of accepts)
        check(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/.test(type), `"${type}" is not a plain media type`);
      for (const kind of kinds) check(KINDS.includes(kind), `"${kind}" is no kind of item`);
    },
  },
];
