import { closeSync, constants, fchmodSync, fchownSync, fsyncSync, openSync, writeSync } from 'node:fs';

const CREATE_FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Writes a new file whose bytes and mode are on disk when this returns. It must not exist.
 * `owner`, when given and allowed, gets it: a rename would else hand the user's file to whoever runs the tool.
 */
export function writeDurably(
  path: string,
  bytes: Buffer,
  mode: number,
  owner?: { readonly uid: number; readonly gid: number },
): void {
  const descriptor = openSync(path, CREATE_FLAGS, 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    if (owner) giveTo(descriptor, owner);
    fchmodSync(descriptor, mode);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function giveTo(descriptor: number, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
  if (uid === process.getuid?.() && gid === process.getgid?.()) return;
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // Only root may give files away; for others the file becomes theirs, as with any editor.
  }
}
