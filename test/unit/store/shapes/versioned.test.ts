import { describe, expect, it } from 'vitest';
import { OpsError } from '../../../../src/core/errors.ts';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import { type Upgrade, versioned } from '../../../../src/store/shapes/versioned.ts';

interface Lamp {
  readonly name: string;
  readonly watts: bigint;
}

const named: Upgrade = (before) => ({ name: before });
const measured: Upgrade = (before) =>
  (before as JsonObject)['name'] === 'unknown'
    ? undefined
    : { ...(before as JsonObject), watts: 9007199254740993n };

const FIRST = versioned<string>('lamp');
const THIRD = versioned<Lamp | undefined>('lamp', [named, measured]);
const LAMP = { name: 'desk', watts: 9007199254740993n };

describe('a stored value', () => {
  it('comes back as it was, whole numbers whole', () => {
    expect(THIRD.read(THIRD.write(LAMP))).toStrictEqual(LAMP);
    expect(THIRD.write(LAMP)).toBe('{"version":3,"lamp":{"name":"desk","watts":9007199254740993}}');
  });

  it.each([
    ['of version 1', FIRST.write('desk'), LAMP],
    ['of version 2', '{"version":2,"lamp":{"name":"desk"}}', LAMP],
    ['of before versions', '"desk"', LAMP],
    ['that cannot be told any more', FIRST.write('unknown'), undefined],
  ])('%s is brought up to the newest version', (_what, text, value) => {
    expect(THIRD.read(text)).toStrictEqual(value);
  });

  it.each([
    ['a list', '[1]', [1]],
    ['a value with a version of its own', '{"version":"v2","lamp":1}', { version: 'v2', lamp: 1 }],
    ['a value with more keys', '{"version":2,"lamp":1,"x":1}', { version: 2, lamp: 1, x: 1 }],
  ])('of before versions is %s', (_what, text, value) => {
    expect(versioned('lamp').read(text)).toStrictEqual(value);
  });

  it('of a newer version is refused', () => {
    const read = () => FIRST.read(THIRD.write(LAMP));
    expect(read).toThrow(OpsError);
    expect(read).toThrow(
      'stored lamp of version 3: a newer Plumbline wrote it; this one reads versions up to 1. Run that version or a later one.',
    );
  });
});
