import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OpsError } from '../core/errors.ts';
import type { PlanRecords } from '../ports/records/plan-records.ts';
import { PLAN_FILE } from './shapes/plan-shape.ts';

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
  return inFolder(folder, async () => (await readText(file)) ?? (await makeKey(folder, file)));
}

async function makeKey(folder: string, file: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  // Written whole before it gets its name, and never over an existing key: two first uses agree on one key.
  const draft = await writeDraft(file, randomBytes(32).toString('hex'));
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(draft);
  return readFile(file, 'utf8');
}

async function writeDraft(file: string, text: string): Promise<string> {
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, text, { mode: PRIVATE_FILE, flag: 'wx' });
  return draft;
}

/** @throws OpsError when the folder cannot be used, with what to do about it. */
async function inFolder<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new OpsError({
      code: 'invalid-config',
      subject: `state folder ${folder}`,
      message: `it cannot be used (${code}). Make it writable, or name another one with XDG_STATE_HOME.`,
      cause: error,
    });
  }
}

/** Plans by fingerprint, as files. */
export function planFolder(folder: string): PlanRecords {
  const fileOf = (fingerprint: string) => join(folder, 'plans', `${fingerprint}.json`);
  return {
    save: (plan) =>
      inFolder(folder, async () => {
        await mkdir(join(folder, 'plans'), { recursive: true, mode: PRIVATE_FOLDER });
        const file = fileOf(plan.fingerprint);
        await rename(await writeDraft(file, PLAN_FILE.write(plan)), file);
      }),
    async find(fingerprint) {
      if (!/^[0-9a-f]{32}$/.test(fingerprint)) return undefined;
      const text = await inFolder(folder, () => readText(fileOf(fingerprint)));
      return text === undefined ? undefined : PLAN_FILE.read(text);
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
