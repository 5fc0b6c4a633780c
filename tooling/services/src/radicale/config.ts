import { loopback } from '../ports.ts';
import { password } from '../server.ts';
import type { RadicaleOptions } from './options.ts';

type Settings = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

/** Radicale's configuration file for a server in that folder and on that port. */
export function radicaleConfig(dir: string, port: number, options: RadicaleOptions): string {
  const settings = merged(defaults(dir, port, options.tls === true), options.settings ?? {});
  const sections = Object.entries(settings).map(([section, values]) => {
    const lines = Object.entries(values).map(([name, value]) => `${name} = ${value}\n`);
    return `[${section}]\n${lines.join('')}`;
  });
  return sections.join('\n');
}

/** The password file: only these two exist, so a wrong name is refused as a real server would. */
export function passwordFile(names: readonly string[]): string {
  return names.map((name) => `${name}:${password}\n`).join('');
}

/** Wrong passwords are answered at once: a real server makes the client wait. The log names every request. */
function defaults(dir: string, port: number, tls: boolean): Settings {
  const secure = { ssl: 'True', certificate: `${dir}/cert.pem`, key: `${dir}/key.pem` };
  return {
    server: { hosts: `${loopback}:${port}`, max_connections: 100, timeout: 60, ...(tls ? secure : {}) },
    auth: { type: 'htpasswd', htpasswd_filename: `${dir}/users`, htpasswd_encryption: 'plain', delay: 0 },
    rights: { type: 'owner_only' },
    storage: { filesystem_folder: `${dir}/collections` },
    web: { type: 'none' },
    logging: { level: 'info' },
  };
}

function merged(base: Settings, over: Settings): Settings {
  const names = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  return Object.fromEntries(names.map((name) => [name, { ...base[name], ...over[name] }]));
}
