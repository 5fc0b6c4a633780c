import { exitCodeOf } from '../../packages/cli/src/exit-codes.ts';
import { ERROR_CODES, type ErrorCode } from '../../packages/core/src/errors/codes.ts';

const RETRY = { never: 'no', later: 'later', exhausted: 'it was repeated already' } as const;

/** The text of docs/errors.md. */
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

This page is made from \`packages/core/src/errors/codes.ts\` by \`scripts/error-reference.ts\`.
`;
}
