/** The problem of one field of an applied object, and the next step. Nothing of a value is in it. */
export interface SchemaProblem {
  /** `spec.template.spec.containers[name="web"].env[name="A"].value` */
  readonly field: string;
  readonly problem: string;
  readonly step: string;
}

/**
 * Reads the API server's message about an object that does not fit its schema: lines for those who write Go, without a
 * reason, and with the value in them (`.data.a: expected string, got &value.valueUnstructured{Value:471147}`).
 * @returns empty for any other message
 */
export function schemaProblems(message: string): SchemaProblem[] {
  const said = /^failed to create typed patch object \([^)]*\): (?:errors:\s*)?([\s\S]*)$/.exec(message)?.[1];
  if (said === undefined) return [];
  return said.split(/\n\s*/).flatMap((line) => readProblem(line) ?? []);
}

/** A key of a list in brackets may hold anything but a quote that is not escaped. */
const FIELD = /^\.((?:[^\s[\]:]|\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\])+): ([\s\S]+)$/;

function readProblem(line: string): SchemaProblem | undefined {
  const [, field, words] = FIELD.exec(line) ?? [];
  if (field === undefined || words === undefined) return undefined;
  if (words.startsWith('field not declared in schema')) {
    const step = 'Correct its name, or where it stands.';
    return { field, problem: 'there is no such field', step };
  }
  const keys = /^duplicate entries for key \[(.*)\]$/s.exec(words)?.[1];
  if (keys !== undefined)
    return { field, problem: `it has two entries with ${keys}`, step: 'Remove one of them.' };
  return wrongType(field, words);
}

const WANTED: Readonly<Record<string, string>> = {
  string: 'text',
  list: 'a list',
  map: 'a map',
  numeric: 'a number',
  boolean: 'true or false',
};

function wrongType(field: string, words: string): SchemaProblem | undefined {
  const [, type, got] = /^expected (\w+)(?: \([^)]*\))?, got ([\s\S]*)$/.exec(words) ?? [];
  const wanted = type && WANTED[type];
  if (wanted === undefined || got === undefined || wanted === '') return undefined;
  const found = typeOf(got);
  const isScalar = found === 'a number' || found === 'true or false';
  return {
    field,
    problem: `it must be ${wanted}${found === undefined || found === wanted ? '' : `, and is ${found}`}`,
    step: type === 'string' && isScalar ? 'Put it in quotes.' : `Write ${wanted} there.`,
  };
}

/** The type of a value as Go prints it, or of a type by its name there; in words. */
function typeOf(got: string): string | undefined {
  const value = /^&(?:value\.valueUnstructured)?\{(?:Value:)?([\s\S]*)\}$/.exec(got)?.[1] ?? got;
  if (/^(true|false|boolean)$/.test(value)) return 'true or false';
  if (/^(-?[0-9.]+(e[-+]?[0-9]+)?|int|float)$/i.test(value)) return 'a number';
  if (/^(map$|map\[)/.test(value)) return 'a map';
  if (/^(list$|\[)/.test(value)) return 'a list';
  return got.startsWith('&{') || value === 'string' ? 'text' : undefined;
}
