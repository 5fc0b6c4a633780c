import {
  formatRights,
  MapistoreError,
  type Permission,
  type PermissionChange,
  parseRights,
  ROLES,
} from '@mapistore/core';
import type { Command } from 'commander';
import { EXIT } from '../../exit-codes.ts';
import type { Act } from '../../shell.ts';
import { printable } from '../../text.ts';

interface RightsOptions {
  readonly set: readonly string[];
  readonly remove: readonly string[];
}

/** How the entries that are no member's are called here. */
const RESERVED: Readonly<Record<number, string>> = { 0: 'default', [-1]: 'anonymous' };

/** `mapistore folder rights PATH`. */
export function addFolderRights(folder: Command, act: Act): void {
  const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
  folder
    .command('rights')
    .description('show and change who else may do what in a folder')
    .argument('<path>', 'the folder; new folders in it begin with its rights')
    .option(
      '--set <member=rights>',
      'what a member, "default" or "anonymous" may do: ann@example.org=author; may be repeated',
      collect,
      [],
    )
    .option('--remove <member>', 'take the entry of a member away; may be repeated', collect, [])
    .addHelpText(
      'after',
      [
        `\nRights are a role (${Object.keys(ROLES).join(', ')}),`,
        'or names of single rights, with a + between: reviewer+freeBusySimple. "+private" lets a member see private items.',
      ].join('\n'),
    )
    .action(
      act(async ({ out, store }, path: string, { set, remove }: RightsOptions) => {
        const { permissions } = await store();
        const wanted = set.map(readPair);
        if (set.length + remove.length > 0) {
          const entries = await permissions.list(path);
          await permissions.modify(path, [
            ...wanted.map((each) => changeOf(entries, each)),
            ...remove.map((member): PermissionChange => {
              const entry = entryOf(entries, member);
              if (entry !== undefined) return { change: 'remove', memberId: entry.memberId };
              throw new MapistoreError('NOT_FOUND', `${member} has no entry in ${path}.`);
            }),
          ]);
        }
        await out.table(
          await permissions.list(path),
          [
            { title: 'member', text: (each) => printable(nameOf(each)) },
            { title: 'rights', text: rightsText },
          ],
          (each) => ({ ...each, member: nameOf(each), rights: rightsText(each), bits: each.rights }),
        );
        return EXIT.ok;
      }),
    );
}

interface Wanted {
  readonly member: string;
  readonly rights: number;
  readonly privateItems: boolean;
}

function readPair(text: string): Wanted {
  const at = text.lastIndexOf('=');
  if (at <= 0)
    throw new MapistoreError('INVALID_ARGUMENT', `"${text}" does not say who may do what; write it as member=author.`);
  const words = text.slice(at + 1).split('+');
  const others = words.filter((word) => word.trim().toLowerCase() !== 'private');
  return {
    member: text.slice(0, at),
    rights: parseRights(others.join('+')),
    privateItems: others.length < words.length,
  };
}

function changeOf(entries: readonly Permission[], { member, rights, privateItems }: Wanted): PermissionChange {
  const entry = entryOf(entries, member);
  return entry === undefined
    ? { change: 'add', member, rights, privateItems }
    : { change: 'modify', memberId: entry.memberId, rights, privateItems };
}

function entryOf(entries: readonly Permission[], member: string): Permission | undefined {
  return entries.find((entry) => nameOf(entry).toLowerCase() === member.trim().toLowerCase());
}

function nameOf({ memberId, member }: Permission): string {
  return RESERVED[memberId] ?? member;
}

function rightsText({ rights, privateItems }: Permission): string {
  return `${formatRights(rights)}${privateItems ? '+private' : ''}`;
}
