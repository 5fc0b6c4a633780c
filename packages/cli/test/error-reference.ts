/**
 * The text of docs/errors.md, from core's table of error codes and the exit statuses. Writes it when run by itself:
 *
 *     node --conditions=@mapistore/source packages/cli/test/error-reference.ts
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ERROR_CODES, type ErrorCode } from '@mapistore/core';
import { exitCodeOf } from '../src/exit-codes.ts';

export const errorsFile: string = path.join(import.meta.dirname, '../../../docs/errors.md');

const RETRY = { never: 'no', later: 'later', exhausted: 'it was repeated already' } as const;

export function errorReference(): string {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, { meaning, retry }]) => `| \`${code}\` | ${meaning} | ${RETRY[retry]} | ${exitCodeOf(code as ErrorCode)} |`,
  );
  return `# Error codes

Every expected failure is a \`MapistoreError\` with one of these codes. Codes do not change between majors, messages may:
compare \`error.code\`. \`error.retry\` may say more than the table, such as \`exhausted\` after repeats. Exit is the status of
the command \`mapistore\`.

| code | meaning | try again | exit |
|---|---|---|---:|
${rows.join('\n')}

This page is made from \`packages/core/src/errors/codes.ts\` by \`packages/cli/test/error-reference.ts\`.
`;
}

if (process.argv[1] === import.meta.filename) await writeFile(errorsFile, errorReference());
