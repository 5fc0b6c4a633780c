// What other programs of this workspace use of the command. Exports only.

export { backendResolver } from './backends.ts';
export { absoluteUri, CONFIG_NAME, type Config, createConfig, readConfig } from './config.ts';
export { openConfigured, prepareState } from './open.ts';
export { ImportSources } from './sources/sources.ts';
export { foundAnything, syncText } from './sync-report.ts';
export { printable } from './text.ts';
