import { type Node, LineCounter } from 'yaml';
import type { Json } from '../../../core/json/json.ts';
import { checkText } from './check-text.ts';
import { type YamlPath, nodeAt } from './node-at.ts';
import { type Fail, parseYaml } from './parse-yaml.ts';
import { readPlainly } from './read-plainly.ts';
import type { Reading } from './reading.ts';
import { sourceError } from './source-error.ts';
import { type Chunk, countLines, splitDocuments } from './split-documents.ts';
import { toJson } from './to-json.ts';
import { unlikeKubectl } from './unlike-kubectl.ts';

/** One document of a file, as kubectl reads it. */
export interface YamlDocument {
  readonly value: Json;
  /** Line of the file, from 1, of the node at a path; where there is none, of the nearest node around it. */
  lineAt(path: YamlPath): number;
  /** `file:line:column` of a value whose tag readers of YAML understand differently. */
  readonly foreignTag?: string;
}

/** More than any manifest needs, and copied in milliseconds. */
const MAX_ALIASED_VALUES = 100_000;

export interface ReadOptions {
  /** Also refuses YAML that kubectl refuses and newer readers, such as those of kustomize and Helm, take. */
  readonly asKubectl?: boolean;
}

/**
 * Reads the documents of a YAML or JSON file; empty ones are left out.
 * @throws OpsError `invalid-source` at `file:line:column` of the first problem.
 */
export function readYaml(
  file: string,
  text: string,
  { asKubectl = false }: ReadOptions = {},
): YamlDocument[] {
  const copies = { left: MAX_ALIASED_VALUES };
  const chunks = splitDocuments(file, checkText(file, text));
  return chunks.flatMap((chunk) => readDocument({ file, chunk, copies, asKubectl }) ?? []);
}

interface Work {
  readonly file: string;
  readonly chunk: Chunk;
  readonly copies: Reading['copies'];
  readonly asKubectl: boolean;
}

function readDocument(work: Work): YamlDocument | undefined {
  const { chunk } = work;
  const plain = readPlainly(chunk.text);
  if (plain === undefined) return readWhole(work);
  const line = chunk.line + countLines(chunk.text.slice(0, plain.start));
  // Reads the document whole only when the line of a deeper node is asked for, which is rare; and only once, since a
  // list may ask for the line of each of a thousand items.
  let whole: YamlDocument | undefined;
  const lineAt = (path: YamlPath) => {
    if (path.length === 0) return line;
    whole ??= readWhole(work);
    return whole?.lineAt(path) ?? line;
  };
  return { value: plain.value, lineAt };
}

/** Reads any document, and says what is wrong with it. */
function readWhole({ file, chunk, copies, asKubectl }: Work): YamlDocument | undefined {
  const lines = new LineCounter();
  const lineOf = (offset: number) => lines.linePos(offset).line + chunk.line - 1;
  const place = (offset: number) => `${file}:${lineOf(offset)}:${lines.linePos(offset).col}`;
  const fail: Fail = (offset, problem) => {
    throw sourceError(place(offset), problem);
  };
  const problemOf = asKubectl ? unlikeKubectl() : undefined;
  const root: Node | null = parseYaml(chunk.text, { lines, fail, problemOf })?.contents ?? null;
  if (root === null) return undefined;
  const reading: Reading = { fail, copies, anchors: new Map() };
  const value = toJson(root, reading);
  if (value === null) return undefined;
  const lineAt = (path: YamlPath) => lineOf(nodeAt(root, path).range?.[0] ?? 0);
  return {
    value,
    lineAt,
    ...(reading.foreignTag !== undefined && { foreignTag: place(reading.foreignTag) }),
  };
}
