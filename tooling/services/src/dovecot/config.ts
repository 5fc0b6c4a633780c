import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { loopback } from '../ports.ts';
import { password } from '../server.ts';
import type { DovecotOptions } from './options.ts';

/** Where a server lives and where it listens. */
export interface DovecotPlace {
  readonly dir: string;
  readonly imap: number;
  readonly imaps: number;
}

/** As whom the parts of the server run. */
interface Accounts {
  readonly internal: string;
  readonly group: string;
  readonly login: string;
  readonly uid: number;
  readonly gid: number;
  readonly isRoot: boolean;
}

/** Debian's `nobody`: who mail belongs to when root runs the server, which refuses to serve mail as root. */
const nobody = 65534;

export function accounts(): Accounts {
  const me = os.userInfo();
  if (me.uid === 0) {
    return { internal: 'dovecot', group: 'dovecot', login: 'dovenull', uid: nobody, gid: nobody, isRoot: true };
  }
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  return { internal: me.username, group, login: me.username, uid: me.uid, gid: me.gid, isRoot: false };
}

/** The services that want chroot(2), which only root may call. */
const chrooted = ['anvil', 'stats', 'imap-login', 'imap-urlauth-login', 'ipc', 'director', 'old-stats'];

export function dovecotConfig(place: DovecotPlace, options: DovecotOptions, capabilities: readonly string[]): string {
  const who = accounts();
  return [
    base(place, options, who),
    capabilities.length > 0 ? `imap_capability = ${capabilities.join(' ')}` : '',
    plugins(options),
    people(place, who),
    folders(options.separator ?? '/'),
    listeners(place),
    who.isRoot ? '' : chrooted.map((name) => `service ${name} {\n  chroot =\n}`).join('\n'),
    options.extraConfig ?? '',
  ].join('\n');
}

function base({ dir }: DovecotPlace, options: DovecotOptions, who: Accounts): string {
  return `
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/dovecot.log
protocols = imap
listen = ${loopback}
default_internal_user = ${who.internal}
default_internal_group = ${who.group}
default_login_user = ${who.login}
first_valid_uid = 1
first_valid_gid = 1
mail_uid = ${who.uid}
mail_gid = ${who.gid}
mail_home = ${dir}/home/%u
mail_location = ${options.format ?? 'maildir'}:~/mail
mail_fsync = ${options.fsync ?? 'never'}
mailbox_list_index = yes
disable_plaintext_auth = no
auth_mechanisms = plain login
ssl = yes
ssl_cert = <${dir}/cert.pem
ssl_key = <${dir}/key.pem
imap_metadata = yes
mail_attribute_dict = file:${dir}/home/%u/dovecot-attributes
mail_max_userip_connections = 200
default_vsz_limit = 1G
shutdown_clients = yes
auth_failure_delay = 0
`;
}

function plugins(options: DovecotOptions): string {
  const quota = options.quotaBytes !== undefined;
  return `
mail_plugins = acl ${quota ? 'quota' : ''}
protocol imap {
  mail_plugins = $mail_plugins imap_acl ${quota ? 'imap_quota' : ''}
}
plugin {
  acl = vfile
${quota ? `  quota = count:User quota\n  quota_vsizes = yes\n  quota_grace = 0\n  quota_rule = *:bytes=${options.quotaBytes}` : ''}
}
`;
}

function people({ dir }: DovecotPlace, who: Accounts): string {
  return `
passdb {
  driver = passwd-file
  args = scheme=PLAIN ${dir}/users
}
userdb {
  driver = static
  args = uid=${who.uid} gid=${who.gid} home=${dir}/home/%u
}
`;
}

/** The password file: only these two exist, so a wrong name is refused as a real server would. */
export function passwordFile(names: readonly string[]): string {
  return names.map((name) => `${name}:{PLAIN}${password}\n`).join('');
}

function folders(separator: string): string {
  const special = ['Drafts', 'Sent', 'Junk', 'Trash', 'Archive'];
  const mailboxes = special.map(
    (name) => `  mailbox ${name} {\n    special_use = \\${name}\n    auto = subscribe\n  }`,
  );
  return `namespace inbox {\n  inbox = yes\n  separator = ${separator}\n${mailboxes.join('\n')}\n}`;
}

/** Wrong passwords are answered at once: a real server makes the client wait longer and longer. */
function listeners({ imap, imaps }: DovecotPlace): string {
  return `
service imap-login {
  inet_listener imap {
    address = ${loopback}
    port = ${imap}
  }
  inet_listener imaps {
    address = ${loopback}
    port = ${imaps}
    ssl = yes
  }
  process_min_avail = 1
  service_count = 0
}
service imap {
  process_limit = 300
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`;
}
