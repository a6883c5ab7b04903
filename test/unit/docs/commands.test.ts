import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, parseCommand } from '../../../src/core/command.ts';
import { COMMANDS } from '../../../src/report/github/replies.ts';
import { DOCUMENTS, ROOT, readDocument } from './documents.ts';

const DOCUMENT = 'docs/commands.md';

const sources = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(`${ROOT}src/${file}`, 'utf8'));

/** Names of commands that a text speaks of. */
const namesIn = (text: string) =>
  [...text.matchAll(/(?<![\w.])\/plumb ([a-z]+)/g)].map(([, name = '']) => name);

const unknownIn = (text: string) =>
  namesIn(text).filter((name) => !COMMAND_NAMES.some((known) => known === name));

/** The form as somebody writes it. */
const written = (form: string) =>
  form
    .replace('environment', 'production')
    .replace('plan', '1a2b3c4d')
    .replace('commit', '1a2b3c4')
    .replaceAll(/[[\]]/g, '');

describe('U64: the commands in comments', () => {
  it('are in the table of the document, as the help has them', () => {
    const rows = [...readDocument(DOCUMENT).matchAll(/^\| `(\/plumb [^`]+)` \| ([^|]+) \|/gm)];
    expect(rows.map(([, form]) => form)).toEqual(Object.values(COMMANDS).map(([form]) => form));
    for (const [, , who] of rows) expect(who).toMatch(/^who may write/);
  });

  it.each(Object.entries(COMMANDS))(
    '%s is parsed as it is told, with and without what may be left out',
    (name, [form]) => {
      expect(parseCommand(written(form))?.name).toBe(name);
      expect(parseCommand(written(form.replace(/ \[.*/, '')))?.name).toBe(name);
    },
  );

  it("are those that the App's manifest names, each of them", () => {
    const manifest = readDocument('app.yml');
    expect(new Set(namesIn(manifest))).toEqual(new Set(COMMAND_NAMES));
    expect(manifest).toContain(DOCUMENT);
  });

  it('are all that documents and messages speak of', () => {
    const texts = [...DOCUMENTS.filter((path) => !path.includes('decisions/')).map(readDocument), ...sources];
    expect(texts.flatMap(namesIn).length).toBeGreaterThan(30);
    expect(texts.flatMap(unknownIn)).toEqual([]);
  });

  it('are led to from where a newcomer looks', () => {
    for (const path of ['README.md', 'docs/github-app.md', 'docs/first-deploy.md'])
      expect(readDocument(path)).toMatch(/\]\((docs\/)?commands\.md\)/);
  });
});
