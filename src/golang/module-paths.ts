/** Paths of the modules that the migration is about. */
export const CLUSTER_API = 'sigs.k8s.io/cluster-api';
export const CONTROLLER_RUNTIME = 'sigs.k8s.io/controller-runtime';
export const PFLAG_MODULE = 'github.com/spf13/pflag';
