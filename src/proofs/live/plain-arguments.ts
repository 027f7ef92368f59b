import { freePorts } from './control-plane.ts';

/** Arguments for a manager that runs as an ordinary process. */
export interface PlainArguments {
  readonly args: readonly string[];
  /** Ports that it was given. */
  readonly ports: readonly number[];
  /** What is not as it was rendered, for the report. */
  readonly changed: readonly string[];
}

const ADDRESS = /^(--?[\w-]*(?:address|addr))=([^=]*):(\d+)$/;
const ELECTION = /^(--?(?:enable-)?leader-elect(?:ion)?)(?:=true)?$/;

/** Addresses get fresh ports of loopback, and there is no leader election: both would need a namespace of their own. */
export async function plainArguments(args: readonly string[]): Promise<PlainArguments> {
  const fresh = await freePorts(args.filter((argument) => ADDRESS.test(argument)).length);
  const ports = [...fresh];
  const changedArgs = args.map((argument) => {
    const [, flag] = ADDRESS.exec(argument) ?? [];
    if (flag !== undefined) return `${flag}=127.0.0.1:${ports.shift()}`;
    return argument.replace(ELECTION, '$1=false');
  });
  const changed = changedArgs.filter((argument, at) => argument !== args[at]);
  return { args: changedArgs, ports: fresh, changed };
}
