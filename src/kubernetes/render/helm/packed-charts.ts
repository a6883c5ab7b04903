import { posix } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { OpsError } from '../../../core/errors.ts';
import type { WrittenFile } from '../../../process/write-inside.ts';

/** The size of one packed chart when it is unpacked: as much as Helm takes. */
const MAX_BYTES = 100 * 1024 * 1024;
const MAX_LEVELS = 5;

/**
 * The files of a chart, and those of the charts that are packed in it, each below the name of its archive:
 * `charts/redis-1.0.0.tgz/values.yaml`.
 * @throws OpsError `invalid-source` for an archive that cannot be read
 */
export async function withPacked(files: readonly WrittenFile[], level = 0): Promise<WrittenFile[]> {
  const packed = files.filter(({ path }) => /(^|\/)charts\/[^/]+\.tgz$/i.test(path));
  const inner: WrittenFile[] = [];
  for (const file of packed) {
    if (level === MAX_LEVELS)
      throw refused(file.path, `it lies in more than ${MAX_LEVELS} archives. Unpack some.`);
    inner.push(...(await withPacked(await unpack(file), level + 1)));
  }
  return [...files, ...inner];
}

async function unpack({ path, bytes }: WrittenFile): Promise<WrittenFile[]> {
  const entries = await read(bytes).catch((cause: unknown) => {
    throw refused(
      path,
      'it is no packed chart that can be read. Pack it again ("helm dependency build").',
      cause,
    );
  });
  return entries.flatMap(({ header, data }) => {
    // The first folder is the chart's own.
    const inside = posix.normalize(header.name).split('/').slice(1).join('/');
    return data === undefined || inside === ''
      ? []
      : { path: posix.join(path, inside), bytes: Buffer.from(data) };
  });
}

async function read(bytes: Buffer) {
  return unpackTar(await promisify(gunzip)(bytes, { maxOutputLength: MAX_BYTES }));
}

function refused(subject: string, message: string, cause?: unknown): OpsError {
  return new OpsError({ code: 'invalid-source', subject, message, cause });
}
