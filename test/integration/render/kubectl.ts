import { inject } from 'vitest';
import { type Json, isObject, parseJson } from '../../../src/core/json/json.ts';
import { exec } from '../../../src/process/exec.ts';

/**
 * A kind that no Kubernetes has: kubectl then keeps every value as it reads it. Without brackets, so that the reader of
 * plain documents takes it too.
 */
export function oddManifest(spec: string, name: string): string {
  return `apiVersion: example.com/v1\nkind: Odd\nmetadata:\n  name: ${name}\n${spec}`;
}

/** What the real kubectl reads from manifests, by name; undefined when it refuses the text. */
export async function readByKubectl(text: string): Promise<Map<string, Json> | undefined> {
  const args = ['label', '--local', '--output=json', '--filename=-', 'read=by-kubectl'];
  const options = { cwd: '/', env: { HOME: '/nonexistent', KUBECONFIG: '/dev/null' }, input: text };
  const { code, stdout } = await exec(inject('kubectl'), args, options);
  return code === 0 ? byName(stdout) : undefined;
}

/** kubectl prints one object after the other, each from `{` to `}` at the start of a line. */
function byName(stdout: string): Map<string, Json> {
  const texts = stdout.split(/(?<=^\}\n)/m).filter((text) => text.trim() !== '');
  return new Map(texts.map((text) => named(parseJson(text))));
}

/** Its `spec` only: the label is kubectl's doing. */
function named(object: Json): [string, Json] {
  if (!isObject(object) || !isObject(object['metadata'])) throw new Error('kubectl printed no object');
  const name = object['metadata']['name'];
  if (typeof name !== 'string') throw new Error('kubectl printed an object without a name');
  return [name, object['spec'] ?? null];
}
