import type { GeneratedFiles } from '../generate.ts';

/** What each file is for, in the order in which a reader meets it. */
const STEPS: readonly (readonly [pattern: RegExp, title: string, text: string])[] = [
  [
    /^metrics-reader\.yaml$/,
    'Allow the scraper to read metrics',
    'A ClusterRole that allows `get` on `/metrics` and nothing else, and its binding to the ServiceAccount of the scraper.',
  ],
  [
    /^(namespace|service-account)\.yaml$/,
    'Make a place for the proxy',
    'The network of the node is allowed in namespaces of the privileged Pod Security level only.',
  ],
  [
    /\.cfg$/,
    'Configure the proxy',
    '`kubectl apply -k` makes a ConfigMap of it. HAProxy refuses to start without the address of its node.',
  ],
  [/^daemonset.*\.yaml$/, 'Run it on the nodes', 'A DaemonSet in the network of the node (`hostNetwork`).'],
];

/** The steps to follow, each with the file that it applies. */
export function steps(files: GeneratedFiles): readonly string[] {
  return [
    '## Install',
    '',
    '```console',
    'kubectl apply -k .',
    '```',
    '',
    'That applies the following, one step after the other.',
    ...STEPS.flatMap(([pattern, title, text], at) =>
      step(`${at + 1}. ${title}`, text, chosen(files, pattern)),
    ),
  ];
}

type File = readonly [path: string, text: string];

function chosen(files: GeneratedFiles, pattern: RegExp): readonly File[] {
  return [...files].filter(([path]) => pattern.test(path));
}

/** A step that has no file here, such as a configuration of HAProxy where nothing is passed through, says so. */
function step(title: string, text: string, files: readonly File[]): readonly string[] {
  const body =
    files.length > 0 ? files.flatMap(block) : ['', 'The components chosen here need no file for this step.'];
  return ['', `### ${title}`, '', text, ...body];
}

function block([path, text]: File): readonly string[] {
  const language = path.endsWith('.cfg') ? 'text' : 'yaml';
  return ['', `\`${path}\`:`, '', `\`\`\`${language}`, text.trimEnd(), '```'];
}
