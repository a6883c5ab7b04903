/** One import or re-export of a module, as its text says it. */
export interface Import {
  /** `../core/json.ts`, `node:crypto`, `yaml`. */
  readonly specifier: string;
  /** The names taken from it; empty for `import()`, `export *` and a bare import. */
  readonly names: readonly string[];
}

const STATEMENT = /^\s*(?:import|export)\b\s*(?:type\b\s*)?([\w$*{},\s]*?)\s*\bfrom\s*['"]([^'"]+)['"]/gm;
const BARE = /^\s*import\s*['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** Every module that a text imports, types included: an arrow of types alone is an arrow. */
export function importsOf(text: string): Import[] {
  const code = withoutComments(text);
  const statements = [...code.matchAll(STATEMENT)].map(([, names = '', specifier = '']) => ({
    specifier,
    names: namesOf(names),
  }));
  const others = [...code.matchAll(BARE), ...code.matchAll(DYNAMIC)];
  return [...statements, ...others.map(([, specifier = '']) => ({ specifier, names: [] }))];
}

function namesOf(clause: string): string[] {
  const names = clause.replace(/[{}]/g, ' ').split(',');
  return names.map((name) => name.trim().replace(/^type\s+/, '')).filter((name) => name !== '');
}

/** A text without its comments, which may speak of what the code must not do. Lines stay lines. */
export function withoutComments(text: string): string {
  return text
    .replace(/^\s*\/\*[^]*?\*\//gm, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/(^|\s)\/\/ .*$/gm, '$1');
}
