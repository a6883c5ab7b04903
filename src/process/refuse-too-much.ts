import { OpsError } from '../core/errors.ts';
import type { WrittenFile } from './write-inside.ts';

const MAX_FILES = 20_000;
const MAX_BYTES = 128 * 1024 * 1024;
const MAX_DEPTH = 50;

/** @throws OpsError `unsupported` for more files, more bytes or deeper folders than a tool is given */
export function refuseTooMuch(files: readonly WrittenFile[]): void {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  if (files.length > MAX_FILES || bytes > MAX_BYTES) throw tooMuch(files);
  const deep = files.find(({ path }) => path.split('/').length > MAX_DEPTH);
  if (deep !== undefined) throw refused(deep, `it lies more than ${MAX_DEPTH} folders deep. Move it up.`);
}

function tooMuch(files: readonly WrittenFile[]): OpsError {
  const largest = files.reduce((a, b) => (b.bytes.length > a.bytes.length ? b : a));
  const limits = `${MAX_FILES} files and ${MAX_BYTES / 1024 / 1024} MiB`;
  return refused(
    largest,
    `what is to be rendered is more than ${limits}, this file being the largest. Move what is not needed out of the folder.`,
  );
}

function refused({ path }: WrittenFile, message: string): OpsError {
  return new OpsError({ code: 'unsupported', subject: path, message });
}
