import type { SourceFile } from '../repository/source-file.ts';
import { readableTemplate } from './helm-template.ts';
import { type RoleSource, rolesOf } from './role-source.ts';
import { documentParts, parsePart, parseYamlPart } from './yaml-part.ts';

/**
 * The roles of a long file or of a Helm template. Only the documents that hold a role are parsed; the actions of a
 * template are blanked out for reading. Positions are those of the file, `index` counts within the document.
 */
export function rolesInParts(file: SourceFile): RoleSource[] {
  return documentParts(file.text).flatMap((part) => {
    const text = file.text.slice(part.start, part.end);
    if (!/^["']?kind["']?:\s*["']?(Cluster)?Role["']?\s*$/m.test(text)) return [];
    const parsed = text.includes('{{')
      ? parsePart(file, part, readableTemplate(text))
      : parseYamlPart(file, part);
    return parsed ? rolesOf(parsed) : [];
  });
}
