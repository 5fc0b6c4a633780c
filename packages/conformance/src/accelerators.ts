import { ACCELERATORS, type Backend, type BackendDescription, type Capability } from '@mapistore/core';

/**
 * The same backend with some accelerators taken away, method and flag, so that what stands above must do without.
 * Default: all of them.
 */
export function withoutAccelerators(backend: Backend, list: readonly Capability[] = ACCELERATORS): Backend {
  const off = Object.fromEntries(list.map((name) => [name, false])) as Partial<Record<Capability, boolean>>;
  const description: BackendDescription = {
    ...backend.description,
    capabilities: { ...backend.description.capabilities, ...off },
  };
  const left: ReadonlySet<PropertyKey> = new Set(list);
  return new Proxy(backend, {
    get(target, name) {
      if (name === 'description') return description;
      if (left.has(name)) return undefined;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    has: (target, name) => !left.has(name) && Reflect.has(target, name),
  });
}
