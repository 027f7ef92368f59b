import manifest from '../../package.json' with { type: 'json' };

/** The tool's own name and version, as every report tells them. */
export const tool = { name: 'diag-codemod', version: manifest.version } as const;
