import { type Json, type JsonObject, isObject } from '../../core/json/json.ts';
import { isBuiltInGroup } from './built-in-groups.ts';
import { groupOf } from './resource.ts';

const PROBLEM =
  'it is encrypted with SOPS, which Plumbline does not decrypt: its ciphertext would go live. Declare a SealedSecret or an ExternalSecret instead, or move the file out of the folder.';

/** Why an object that SOPS encrypted cannot be applied; undefined for any other object. */
export function sopsProblem(object: JsonObject): string | undefined {
  return isEncryptedFile(object) || holdsEncryptedValue(object) ? PROBLEM : undefined;
}

/**
 * Whether an object of a built-in kind has the `sops` field of an encrypted file. A custom kind may have such a field
 * of its own: there are operators that decrypt in the cluster.
 */
function isEncryptedFile({ apiVersion, sops }: JsonObject): boolean {
  return (
    isObject(sops) && 'mac' in sops && typeof apiVersion === 'string' && isBuiltInGroup(groupOf(apiVersion))
  );
}

/**
 * Whether an object holds values of an encrypted `.env` file, as a generator leaves them: nobody can decrypt them
 * without the metadata of SOPS.
 */
function holdsEncryptedValue({ apiVersion, kind, data, stringData }: JsonObject): boolean {
  if (apiVersion !== 'v1' || (kind !== 'Secret' && kind !== 'ConfigMap')) return false;
  const decode = (value: string) => Buffer.from(value, 'base64').toString('latin1');
  const texts = kind === 'Secret' ? textsOf(data).flatMap((text) => [text, decode(text)]) : textsOf(data);
  return [...texts, ...textsOf(stringData)].some((text) => ENCRYPTED.test(text));
}

const ENCRYPTED = /^ENC\[AES256_GCM,data:.*\]\s*$/s;

function textsOf(map: Json | undefined): string[] {
  return isObject(map) ? Object.values(map).filter((value) => typeof value === 'string') : [];
}
