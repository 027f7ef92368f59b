const NAMESPACES = '/proc/sys/user';

/** Commands that run another one as on a system that allows less: limits of a user namespace are its own, and do not touch this machine. */
export const SYSTEMS = {
  /** As root, but without namespaces. */
  chroot: ['unshare', '-Ur', 'sh', '-c', `echo 0 > ${NAMESPACES}/max_net_namespaces; exec "$@"`, 'sh'],
  /** As anybody. */
  plain: [
    ...['unshare', '-Ur', 'sh', '-c'],
    `echo 1 > ${NAMESPACES}/max_user_namespaces; exec unshare -U --map-user=1000 --map-group=1000 "$@"`,
    'sh',
  ],
} as const;
