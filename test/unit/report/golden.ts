import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** The report is the one in `goldens`; `UPDATE_GOLDEN=1` blesses it anew. */
export function expectGolden(name: string, text: string): void {
  const file = new URL(`goldens/${name}`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(existsSync(file), `${name} is blessed`).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
