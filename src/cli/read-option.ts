import { InvalidArgumentError } from 'commander';
import type { IgnoreRule } from '../core/target/ignore-rules.ts';
import { OBJECT_NAME } from '../kubernetes/config/object-name.ts';

/** All values of a repeatable option, in order. */
export function several(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** The value of an option that may be given once: otherwise the first value would be dropped silently. */
export function once(text: string, before?: string): string {
  if (before === undefined) return text;
  throw new InvalidArgumentError(`It is given twice, as ${before} and as ${text}. Give it once.`);
}

/** `NAME=CONTEXT` */
export function mapping(text: string, known: ReadonlyMap<string, string>): Map<string, string> {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError('Write it as NAME=CONTEXT.');
  return new Map([...known, [text.slice(0, at), text.slice(at + 1)]]);
}

export function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError('Give a number of seconds above 0.');
  return value;
}

/** A name of an object, in the configuration's form: `Deployment web`. */
export function objectName(text: string, before: readonly string[] = []): string[] {
  if (OBJECT_NAME.test(text)) return [...before, text];
  throw new InvalidArgumentError('Write it as "Kind name" or "Kind namespace/name".');
}

const RULE = /^(?:([A-Z]\w*)(?: (?:([^/\s]+)\/)?([^/\s]+?))?:)?(?:(\/.+)|manager=(.+))$/;

/** `/spec/replicas`, `Deployment:/spec/replicas`, `Deployment shop/web:/spec/replicas`, `manager=hpa`. */
export function ignoreRule(text: string, before: readonly IgnoreRule[] = []): IgnoreRule[] {
  const match = RULE.exec(text);
  if (match === null) {
    throw new InvalidArgumentError(
      'Write it as /POINTER, "Kind:/POINTER", "Kind name:/POINTER" or "Kind namespace/name:/POINTER"; or manager=NAME in the place of /POINTER.',
    );
  }
  const [, kind, namespace, name, path, manager] = match;
  const rule = {
    because: 'it was said at the terminal (--ignore)',
    ...(kind !== undefined && { kind }),
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
    ...(path !== undefined && { path }),
    ...(manager !== undefined && { manager }),
  };
  return [...before, rule];
}
