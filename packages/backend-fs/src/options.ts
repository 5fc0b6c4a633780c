import { z } from 'zod';

/** What can be said in a mount's options or its URI, such as `file:///srv/notes?pollSeconds=10`. */
export interface FsOptions {
  /** How often `watch` looks at folders that the system cannot watch for it. Default: 30. */
  readonly pollSeconds?: number | undefined;
}

/** Checks the options of a mount; those of a URI come as strings. */
export const fsOptions: z.ZodType<FsOptions> = z.strictObject({
  pollSeconds: z.coerce.number().positive().optional(),
});
