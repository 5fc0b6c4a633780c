import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { loopback } from '../ports.ts';
import type { CyrusOptions, CyrusPorts } from './options.ts';

/** What stands behind the @ of the accounts' addresses: mail to anywhere else leaves the server. */
export const domain = 'cyrus.test';

/** As whom the server runs: as root it gives up root's rights, and Debian's `nobody` owns the data. */
export function account(): { readonly user: string; readonly group: string } {
  const me = os.userInfo();
  if (me.uid === 0) return { user: 'nobody', group: 'nogroup' };
  return { user: me.username, group: execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim() };
}

/** The file imapd.conf for a server whose programs lie in that folder. */
export function imapdConf(dir: string, options: CyrusOptions): string {
  const settings = { ...places(dir), ...people(dir), ...mail(options), ...calendars(), ...options.settings };
  return Object.entries(settings)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** The file cyrus.conf: which programs the master starts, and where each listens. */
export function cyrusConf(dir: string, bin: string, ports: CyrusPorts): string {
  const conf = `-C ${dir}/imapd.conf`;
  const service = (name: keyof CyrusPorts, program: string, count: number): string =>
    `  ${name} cmd="${bin}/${program} ${conf}" listen="${loopback}:${ports[name]}" prefork=${count}\n`;
  return `START {
  recover cmd="${bin}/ctl_cyrusdb ${conf} -r"
}
SERVICES {
${service('imap', 'imapd -U 100', 1)}${service('imaps', 'imapd -s -U 100', 0)}
${service('http', 'httpd -U 1000', 1)}${service('https', 'httpd -s -U 1000', 0)}}
EVENTS {
  checkpoint cmd="${bin}/ctl_cyrusdb ${conf} -c" period=30
}
DAEMON {
  idled cmd="${bin}/idled ${conf}"
}
`;
}

/** The folders that must be there before the server starts; without config/socket it cannot wake who idles. */
export const folders = ['config/socket', 'mail', 'sieve', 'proc', 'lock', 'sent'] as const;

function places(dir: string): Readonly<Record<string, string>> {
  const { user, group } = account();
  return {
    configdirectory: `${dir}/config`,
    defaultpartition: 'default',
    'partition-default': `${dir}/mail`,
    sievedir: `${dir}/sieve`,
    proc_path: `${dir}/proc`,
    mboxname_lockpath: `${dir}/lock`,
    cyrus_user: user,
    cyrus_group: group,
    servername: 'localhost',
    tls_server_cert: `${dir}/cert.pem`,
    tls_server_key: `${dir}/key.pem`,
    // The data is thrown away: nothing waits for the disk.
    skiplist_unsafe: 'yes',
  };
}

function people(dir: string): Readonly<Record<string, string>> {
  return {
    admins: 'cyrusadm',
    allowplaintext: 'yes',
    sasl_mech_list: 'PLAIN LOGIN',
    sasl_pwcheck_method: 'auxprop',
    sasl_auxprop_plugin: 'sasldb',
    sasl_sasldb_path: `${dir}/sasldb2`,
    sasl_auto_transition: 'no',
    failedloginpause: '0',
  };
}

function mail(options: CyrusOptions): Readonly<Record<string, string>> {
  const special = ['Drafts', 'Sent', 'Junk', 'Trash', 'Archive'];
  const uses = special.map((name) => [`xlist-${name.toLowerCase()}`, name] as const);
  const hidden = options.without ?? [];
  const quota = options.quotaBytes === undefined ? -1 : Math.ceil(options.quotaBytes / 1024);
  return {
    altnamespace: options.belowInbox === true ? 'no' : 'yes',
    unixhierarchysep: options.separator === '.' ? 'no' : 'yes',
    virtdomains: 'off',
    // Cyrus calls "no limit" 0 here, and -1 would mean that nobody gets an inbox.
    autocreate_quota: String(Math.max(quota, 0)),
    autocreate_inbox_folders: special.join('|'),
    autocreate_subscribe_folders: special.join('|'),
    ...Object.fromEntries(uses),
    specialusealways: 'yes',
    maxmessagesize: '0',
    ...(hidden.length > 0 && { suppress_capabilities: hidden.join(' ') }),
  };
}

function calendars(): Readonly<Record<string, string>> {
  return {
    httpmodules: 'caldav carddav',
    caldav_historical_age: '-1',
    caldav_allowscheduling: 'yes',
    calendar_user_address_set: domain,
  };
}
