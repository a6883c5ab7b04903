import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { CliDeps } from '../../../src/cli/deps.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { SERVER_ENV_SCHEMA } from '../../../src/config/server/server-env.ts';
import { SERVER_RULES } from '../../../src/config/server/server-rules.ts';
import { SERVER_SCHEMA } from '../../../src/config/server/server-schema.ts';
import { parseStrict } from '../../../src/config/strict.ts';
import { SHORTEST } from '../../../src/web/secret.ts';
import { parseConfig } from '../../support/configuration.ts';
import { DOCUMENTS, ROOT, readDocument } from './documents.ts';
import { anchorsOf, commandsIn, fences, linksOf } from './markdown.ts';

const program = createProgram({ terminal: {} } as CliDeps, '0', () => undefined);
const scripts = Object.keys(
  (JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { scripts: object }).scripts,
);

/** Variables that the tests read. */
const readByTests = new Set(
  readdirSync(`${ROOT}test`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readFileSync(`${ROOT}test/${file}`, 'utf8').match(/\bPLUMBLINE_[A-Z_]+\b/g) ?? []),
);

/** What is wrong with a YAML example; nothing where it is right. */
function wrongYaml(text: string): readonly unknown[] {
  if (/^environments:/m.test(text)) {
    const parsed = parseConfig(text, 'example');
    return parsed.status === 'ok' ? [] : parsed.problems;
  }
  if (/^repositories:/m.test(text)) {
    const checked = parseStrict(text, 'example', { schema: SERVER_SCHEMA, rules: SERVER_RULES });
    return checked.status === 'ok' ? [] : checked.problems;
  }
  const documents = parseAllDocuments(text);
  return Array.isArray(documents) ? documents.flatMap(({ errors }) => errors) : ['it is empty'];
}

/** Words of a `plumb` command line that the program does not know. */
function unknownWords(words: readonly string[]): string[] {
  const [name = '', ...rest] = words;
  const general = ['--help', '--version'];
  if (name === '' || general.includes(name)) return [];
  const command = program.commands.find((each) => each.name() === name);
  if (command === undefined) return [name];
  const known = [...general, ...command.options.flatMap(({ short, long }) => [short, long])];
  const flags = rest.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.split('=')[0] ?? '');
  return flags.filter((flag) => !known.includes(flag)).map((flag) => `${name} ${flag}`);
}

describe.each(DOCUMENTS)('U69: %s', (path) => {
  const text = readDocument(path);

  it('its YAML examples are accepted', () => {
    const yaml = fences(text).filter(({ language }) => /^ya?ml$/.test(language));
    expect(yaml.flatMap((fence) => wrongYaml(fence.text))).toEqual([]);
  });

  it('its commands and their options are there', () => {
    expect(commandsIn(text, 'plumb').flatMap(unknownWords)).toEqual([]);
    const run = commandsIn(text, 'npm').filter(([verb]) => verb === 'run');
    expect(run.map(([, script = '']) => script).filter((script) => !scripts.includes(script))).toEqual([]);
  });

  it('its variables are read by somebody', () => {
    const names = [...text.matchAll(/\bPLUMBLINE_[A-Z_]*[A-Z]\b/g)].map(([name]) => name);
    const known = (name: string) => name in SERVER_ENV_SCHEMA.shape || readByTests.has(name);
    expect(names.filter((name) => !known(name))).toEqual([]);
  });

  it('its links lead somewhere', () => {
    const broken = linksOf(text).filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : normalize(join(dirname(path), file));
      if (!existsSync(`${ROOT}${target}`)) return true;
      return anchor !== undefined && !anchorsOf(readDocument(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

describe('U69: one truth', () => {
  it('of how long a secret is', () => {
    const places = [readDocument('docs/github-app.md'), readFileSync(`${ROOT}.env.example`, 'utf8')];
    const told = places.map((text) => /secret.{0,40}?(\d+) (?:random )?characters or more/i.exec(text)?.[1]);
    expect(told).toEqual(places.map(() => String(SHORTEST)));
  });

  it('of the scripts', () => {
    const told = readDocument('CONTRIBUTING.md');
    const runs = (script: string) => (script === 'test' ? 'npm test' : `npm run ${script}`);
    expect(scripts.filter((script) => !told.includes(`\`${runs(script)}`))).toEqual([]);
  });

  it('of the metrics', () => {
    const files = globSync('src/web/metrics/*.ts', { cwd: ROOT });
    const source = files.map((file) => readFileSync(`${ROOT}${file}`, 'utf8')).join('\n');
    const made = [...source.matchAll(/name: '(plumbline_\w+)'/g)].map(([, name = '']) => name);
    const told = [...readDocument('docs/github-app.md').matchAll(/^\| `(plumbline_\w+)` \|/gm)].map(
      ([, name = '']) => name,
    );
    expect(told.toSorted()).toEqual(made.toSorted());
  });
});
