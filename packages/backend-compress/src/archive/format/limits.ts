/**
 * What an archive may make us take into memory at once, whatever its files say: each size is compared with these before a
 * buffer is made. They are part of the format: a writer stays within them.
 */

/** A block or commit, decompressed. */
export const MAX_RAW_BYTES: number = 16 * 1024 * 1024;
/** The same as it is stored: zstd makes nothing much longer, and sealing adds 36 bytes. */
export const MAX_STORED_BYTES: number = MAX_RAW_BYTES + 131_072;
/** The window of a zstd frame, as a power of two: no frame refers farther back than a block is long. */
export const MAX_WINDOW_LOG = 24;
/** The line in front of a head that says how an item is put together. */
export const MAX_RECIPE_BYTES: number = 8 * 1024 * 1024;
/** A stretch of an item that is stored decoded. */
export const MAX_STRETCH_BYTES: number = 8 * 1024 * 1024;
/** The header block of a mail as it is kept apart. What is longer goes to the body. */
export const MAX_HEAD_BYTES: number = 1024 * 1024;
/** Changes in one commit. More are written as several commits. */
export const MAX_OPERATIONS = 20_000;
export const MAX_NAME_BYTES = 1024;
export const MAX_FLAGS = 1000;
export const MAX_SEGMENTS = 1_000_000;
export const MAX_MANIFEST_BYTES: number = 16 * 1024 * 1024;
