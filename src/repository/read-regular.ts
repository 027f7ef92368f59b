import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** A regular file's bytes and permission bits (`mode & 0o7777`). */
export interface RegularFile {
  readonly bytes: Buffer;
  readonly mode: number;
}

/** Neither is a link followed, nor a FIFO waited for. */
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Reads a file through one descriptor, so that what is looked at is what is read. Null where there is nothing,
 * undefined for a link, a folder, a FIFO, a device, or a file beyond `limit` bytes.
 */
export function readRegular(path: string, limit = Number.POSITIVE_INFINITY): RegularFile | null | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, READ_FLAGS);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    if (code === 'ELOOP' || code === 'ENXIO') return undefined;
    throw error;
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > limit) return undefined;
    return { bytes: readFileSync(descriptor), mode: stats.mode & 0o7777 };
  } finally {
    closeSync(descriptor);
  }
}
