import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { OpsError } from '../../core/errors.ts';

/** The PEM of an App's private key. @throws OpsError with the file and the next step */
export async function readPrivateKey(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw unusable(file, `it cannot be read (${cause.code ?? 'unknown'})`, cause);
  });
  if (isPrivateKey(text)) return text;
  throw unusable(file, 'it is not a private key');
}

/** Checked here, since the first request to GitHub would fail with a reason that helps nobody. */
function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

function unusable(file: string, why: string, cause?: unknown): OpsError {
  return new OpsError({
    code: 'invalid-config',
    subject: `PLUMBLINE_PRIVATE_KEY_FILE ${file}`,
    message: `${why}. Name the PEM file that GitHub gave for the App.`,
    cause,
  });
}
