import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planFolder, readOrMakeKey, stateFolder } from '../../../src/store/state-folder.ts';
import { folderWith } from '../../support/temp-folder.ts';
import { plan } from '../report/samples.ts';

describe('the state folder', () => {
  it('is where the XDG specification says; a relative XDG_STATE_HOME does not count', () => {
    expect(stateFolder({ XDG_STATE_HOME: '/x' }, '/home/a')).toBe('/x/plumbline');
    expect(stateFolder({ XDG_STATE_HOME: 'x' }, '/home/a')).toBe('/home/a/.local/state/plumbline');
  });

  it('makes one key, also when many ask at once, and lets nobody else read it', async () => {
    const folder = join(folderWith({}), 'state');
    const keys = await Promise.all(Array.from({ length: 8 }, () => readOrMakeKey(folder)));
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(join(folder, 'key')).mode & 0o077).toBe(0);
    expect(statSync(folder).mode & 0o077).toBe(0);
  });

  it('keeps plans by fingerprint, long integers exactly', async () => {
    const records = planFolder(folderWith({}));
    const kept = plan([], { unchanged: 9007199254740993n as unknown as number });
    await records.save(kept);
    await records.save(kept);
    expect(await records.find(kept.fingerprint)).toEqual(kept);
    expect(await records.find('0'.repeat(32))).toBeUndefined();
    expect(await records.find('../../etc/passwd')).toBeUndefined();
  });

  it('says what to do when it cannot be used', async () => {
    const folder = join(folderWith({ file: '' }), 'file');
    await expect(readOrMakeKey(folder)).rejects.toThrow(
      /^state folder .*: it cannot be used \(ENOTDIR\)\. Make it writable/,
    );
  });
});
