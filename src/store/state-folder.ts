import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson, printJson } from '../core/json.ts';
import type { Plan } from '../core/plan.ts';
import type { PlanRecords } from '../ports/plan-records.ts';

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/** `$XDG_STATE_HOME/plumbline`, or `~/.local/state/plumbline` (XDG Base Directory Specification). */
export function stateFolder(env: Readonly<Record<string, string | undefined>>, home: string): string {
  const root = env['XDG_STATE_HOME'];
  return join(root !== undefined && root.startsWith('/') ? root : join(home, '.local', 'state'), 'plumbline');
}

/** The installation's key; made at the first use, readable by its owner only. */
export async function readOrMakeKey(folder: string): Promise<string> {
  const file = join(folder, 'key');
  const known = await readText(file);
  if (known !== undefined) return known;
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  try {
    await writeFile(file, randomBytes(32).toString('hex'), { mode: PRIVATE_FILE, flag: 'wx' });
  } catch (error) {
    // Another process made it in between: there is one key, and it is theirs.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFile(file, 'utf8');
}

/** Plans by fingerprint, as files. */
export function planFolder(folder: string): PlanRecords {
  const fileOf = (fingerprint: string) => join(folder, 'plans', `${fingerprint}.json`);
  return {
    async save(plan) {
      await mkdir(join(folder, 'plans'), { recursive: true, mode: PRIVATE_FOLDER });
      const file = fileOf(plan.fingerprint);
      const draft = `${file}.${randomBytes(4).toString('hex')}`;
      await writeFile(draft, printJson(plan), { mode: PRIVATE_FILE });
      await rename(draft, file);
    },
    async find(fingerprint) {
      if (!/^[0-9a-f]{32}$/.test(fingerprint)) return undefined;
      const text = await readText(fileOf(fingerprint));
      return text === undefined ? undefined : (parseJson(text) as unknown as Plan);
    },
  };
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
