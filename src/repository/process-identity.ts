import { readFileSync, readlinkSync } from 'node:fs';

/**
 * What tells a process from every other one, also from a later one with the same number:
 * `<pid>.<start time>.<boot>.<pid namespace>`. It serves as a file name.
 */
export function identityOfProcess(pid: number = process.pid): string {
  return `${pid}.${startTime(pid)}.${bootId()}.${pidNamespace()}`;
}

/**
 * Whether the process still runs. `ageMs` is how long ago it said that it does: a process in another pid namespace
 * (another container on the same volume) cannot be looked up, so it counts as alive for a minute.
 */
export function isAlive(identity: string, ageMs: number): boolean {
  const [pid = '', start, boot, namespace] = identity.split('.');
  if (!/^[1-9]\d*$/.test(pid) || boot !== bootId()) return false;
  if (namespace !== pidNamespace()) return ageMs < 60_000;
  return exists(Number(pid)) && start === startTime(Number(pid));
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** In clock ticks after boot; the 22nd field of proc(5) stat, counted after the name, which may hold blanks. */
function startTime(pid: number): string {
  const stat = readOr(`/proc/${pid}/stat`, '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
}

function bootId(): string {
  return readOr('/proc/sys/kernel/random/boot_id', 'unknown').trim();
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
  } catch {
    return '0';
  }
}

function readOr(path: string, fallback: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return fallback;
  }
}
