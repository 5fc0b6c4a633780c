/** Turns architecture.json into rules for dependency-cruiser. The rules themselves are data: change them there. */
import { readFileSync } from 'node:fs';

const { packages, onlyIn, lazyIn } = JSON.parse(readFileSync(new URL('architecture.json', import.meta.url), 'utf8'));
const names = Object.keys(packages);

/** `packages/backend-*` as the start of a path, for a regular expression. */
const start = (glob) => glob.replaceAll('.', '\\.').replaceAll('*', '[^/]+');
const anyOf = (globs) => `^(${globs.map(start).join('|')})/`;

/** A package that a later, wider pattern would also match (`packages/core` in `packages/*`) keeps its own rule only. */
const layers = names.map((name) => ({
  name: `layer: ${name}`,
  comment: `${name} may import only: ${packages[name].join(', ') || 'no other package of the workspace'}`,
  severity: 'error',
  from: { path: `^(${start(name)})/src/` },
  to: {
    path: '^(packages|apps|benchmarks|examples|tooling)/',
    // `$1` is the importing package itself.
    pathNot: ['^$1/', ...(packages[name].length > 0 ? [anyOf(packages[name])] : [])],
  },
}));

const clients = onlyIn.map(({ module, folders }) => ({
  name: `only-in: ${module}`,
  comment: `${module} may be imported only in ${folders.join(', ')}, so its types never reach a public type`,
  severity: 'error',
  from: { pathNot: [anyOf(folders), 'node_modules'] },
  to: { path: `^${module}$|node_modules/${module}/|^${module.replace(/^node:/, '')}$` },
}));

const lazy = lazyIn.map((rule) => ({
  name: `lazy: ${rule.folder}`,
  comment: `${rule.folder} loads ${rule.packages.join(', ')} with import() when it needs them, so it starts fast`,
  severity: 'error',
  from: { path: anyOf([rule.folder]) },
  to: { path: anyOf(rule.packages), dependencyTypesNot: ['dynamic-import', 'type-only'], dynamic: false },
}));

export default {
  forbidden: [
    ...layers,
    ...clients,
    ...lazy,
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module; types alone may point both ways',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-deep-imports',
      comment: 'Another package is used through the entries in its "exports" only, never by a path into it',
      severity: 'error',
      from: { path: '^([^/]+/[^/]+)/' },
      to: { path: '^(packages|apps|tooling)/', pathNot: ['^$1/'], dependencyTypes: ['local'] },
    },
    {
      name: 'unresolvable',
      comment: 'An import that leads nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-test-code-in-src',
      comment: 'Tests are not published, and not part of what runs',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/' },
      to: { path: '^[^/]+/[^/]+/test/' },
    },
    {
      name: 'no-tooling-in-packages',
      comment: 'What is published must not import tools that are not; an app is started in the workspace only',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { path: '^tooling/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Of the workspace only: many a client lives in a dist folder of its own, and must not go unseen.
    exclude: { path: ['^[a-z]+/dist/', '^[a-z]+/[^/]+/dist/', '^[a-z]+/[^/]+/test/fixtures/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@mapistore/source', 'node', 'import', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
    moduleSystems: ['es6'],
    skipAnalysisNotInRules: true,
  },
};
