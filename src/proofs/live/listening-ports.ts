import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** TCP ports that a process listens on; undefined where the system does not say (it is not Linux). */
export function listeningPorts(pid: number): readonly number[] | undefined {
  try {
    const sockets = socketsOf(pid);
    return portsIn(`/proc/${pid}/net`, ({ inode }) => sockets.has(inode));
  } catch {
    return undefined;
  }
}

/** All TCP ports of our own network that somebody listens on. */
export function allListeningPorts(): readonly number[] {
  return portsIn('/proc/self/net', () => true);
}

function portsIn(folder: string, wanted: (socket: ListeningSocket) => boolean): readonly number[] {
  const listening = ['tcp', 'tcp6'].flatMap((name) => listeningSockets(readTable(`${folder}/${name}`)));
  return [...new Set(listening.filter(wanted).map(({ port }) => port))];
}

function socketsOf(pid: number): Set<string> {
  const links = readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${name}`)];
    } catch {
      return [];
    }
  });
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

function readTable(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

interface ListeningSocket {
  readonly port: number;
  readonly inode: string;
}

/** Rows of /proc/net/tcp in state 0A: address, port in hexadecimal, and the socket's number. */
export function listeningSockets(table: string): readonly ListeningSocket[] {
  return table.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const port = Number.parseInt(words[1]?.split(':')[1] ?? '', 16);
    return words[3] === '0A' && Number.isInteger(port) ? [{ port, inode: words[9] ?? '' }] : [];
  });
}
