import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { exec } from '../../src/process/exec.ts';

export type Files = Readonly<Record<string, string>>;

/** A real Git repository that is gone after the test. Its first branch is `main`. */
export interface TestRepository {
  readonly path: string;
  /** Writes files into the checkout. */
  write(files: Files): void;
  /** Writes the files, then commits all of the checkout. @returns the commit's id. */
  commit(message: string, files?: Files): Promise<string>;
  /** Runs Git in the checkout. @returns what it prints, trimmed. */
  git(...args: string[]): Promise<string>;
}

export async function testRepository(files: Files = {}): Promise<TestRepository> {
  const repository = openTestRepository(emptyFolder());
  await repository.git('init', '--quiet', '--initial-branch=main');
  await repository.commit('first', files);
  return repository;
}

export async function testClone(origin: Pick<TestRepository, 'path'>): Promise<TestRepository> {
  const repository = openTestRepository(emptyFolder());
  await repository.git('clone', '--quiet', origin.path, '.');
  return repository;
}

function openTestRepository(path: string): TestRepository {
  const git = (...args: string[]) => runGit(path, args);
  const write = (files: Files) => writeFiles(path, files);
  const commit = async (message: string, files: Files = {}) => {
    write(files);
    await git('add', '--all');
    await git('commit', '--quiet', '--allow-empty', `--message=${message}`);
    return git('rev-parse', 'HEAD');
  };
  return { path, write, commit, git };
}

function emptyFolder(): string {
  const path = mkdtempSync(join(realpathSync(tmpdir()), 'plumbline-git-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const PERSON = { name: 'A Tester', email: 'tester@example.com', date: '2026-01-01T00:00:00Z' };

/** Nothing of the configuration of whoever runs the tests. */
const ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) =>
      Object.entries(PERSON).map(([key, value]) => [`GIT_${role}_${key.toUpperCase()}`, value]),
    ),
  ),
};

async function runGit(cwd: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await exec('git', args, { cwd, env: ENVIRONMENT });
  if (code !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}
