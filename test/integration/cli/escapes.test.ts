import { describe, expect, inject, it } from 'vitest';
import { workplace } from '../../support/plumb.ts';

/** A title, a colour, a line that is turned around, an 8-bit command, and a line that is written over. */
const EVIL = '\u001b]0;pwned\u0007\u001b[2J\u202e\u009b31m\rok';
const ACTED_ON = /[^\n\t\P{Cc}]|\p{Cf}/u;
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n';

const context = () => ['--context', inject('context')];

const COMMANDS: readonly [what: string, files: Record<string, string>, args: () => string[]][] = [
  ['a broken file', { [`k8s/${EVIL}.yaml`]: 'a: ]\n' }, () => ['diff', 'k8s', ...context()]],
  [
    'an object',
    { 'k8s/a.yaml': MAP.replace('x', JSON.stringify(EVIL)) },
    () => ['diff', 'k8s', ...context()],
  ],
  [
    'a kind',
    { 'k8s/a.yaml': MAP.replace('ConfigMap', JSON.stringify(`Config${EVIL}`)) },
    () => ['sync', 'k8s', '--yes', ...context()],
  ],
  [
    'a value',
    { 'k8s/a.yaml': `${MAP}data: {a: ${JSON.stringify(EVIL)}}\n` },
    () => ['diff', 'k8s', '--namespace', 'default', ...context()],
  ],
  [
    'a value in JSON',
    { 'k8s/a.yaml': `${MAP}data: {a: ${JSON.stringify(EVIL)}}\n` },
    () => ['diff', 'k8s', '--namespace', 'default', '--output', 'json', ...context()],
  ],
  ['a folder', { 'k8s/a.yaml': MAP }, () => ['sync', EVIL, ...context()]],
  ['a context', { 'k8s/a.yaml': MAP }, () => ['diff', 'k8s', '--context', EVIL]],
  ['a range', { 'k8s/a.yaml': MAP }, () => ['preview', `main...${EVIL}`, '--path', 'k8s', ...context()]],
  ['a command', {}, () => [EVIL]],
  ['an option', {}, () => ['diff', `--${EVIL}`]],
  ['the configuration', { '.github/plumbline.yml': `${JSON.stringify(EVIL)}: 1\n` }, () => ['validate']],
  [
    'a kustomization',
    { 'k8s/kustomization.yaml': `resources: [${JSON.stringify(`${EVIL}.yaml`)}]\n` },
    () => ['diff', 'k8s', ...context()],
  ],
  [
    'a chart',
    {
      'k8s/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
      'k8s/templates/a.yaml': `{{ fail ${JSON.stringify(EVIL)} }}\n`,
    },
    () => ['diff', 'k8s', '--namespace', 'default', ...context()],
  ],
];

describe('U14: what others wrote is shown at a terminal, and never acted on', () => {
  it.each(COMMANDS)('%s', async (_, files, args) => {
    const place = await workplace({ 'README.md': '', ...files });
    const { out, err } = await place.plumb(args(), { PLUMBLINE_HELM: inject('helm') ?? 'helm' });
    expect(out + err).not.toBe('');
    expect(out + err).not.toMatch(ACTED_ON);
  });
});
