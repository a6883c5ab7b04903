import { describe, expect, it } from 'vitest';
import { commandLine } from './command-line.ts';

/** What is typed, and what is told. */
const CASES: readonly [string, RegExp][] = [
  ['diff', /^error: path: none is given\. Name a folder or a file of manifests/],
  ['diff k8s -f k8s', /^error: k8s and -f k8s: both say what to plan\. Give one of them\./],
  ['diff -f a.yaml -f k8s', /It is given twice, as a\.yaml and as k8s\. Give it once\./],
  ['diff a b', /too many arguments.*Expected 1/],
  ['diff -f https://example.com/a.yaml', /addresses are not fetched.*curl URL \| plumb diff -f -/],
  ['diff k8s', /^error: the root folder: no configuration names its cluster\. .*--context NAME\.$/],
  ['diff k8s --replace web', /Write it as "Kind name" or "Kind namespace\/name"\./],
  ['diff k8s --confirm-delete web', /Write it as "Kind name" or "Kind namespace\/name"\./],
  ['diff k8s --ignore spec.replicas', /Write it as \/POINTER/],
  ['diff k8s --ignore', /argument missing/],
  ['diff k8s --cluster prod', /Write it as NAME=CONTEXT\./],
  ['diff k8s -o yaml', /Allowed choices are text, markdown, json/],
  ['status -o markdown', /Allowed choices are text, json/],
  ['sync k8s --timeout soon', /Give a number of seconds above 0\./],
  ['sync k8s --yes --plan 1', /cannot be used with option/],
  ['diff k8s --dry-run', /"plumb diff" is the dry run/],
  ['sync k8s --dry-run=server', /"plumb diff" is the dry run/],
  ['diff k8s -l app=web', /A target is planned as a whole/],
  ['diff -k k8s', /A kustomization is a path like any other/],
  ['sync k8s -R', /Folders are read with all that is below them/],
  ['diff k8s --kube-context x', /Write it as --context NAME/],
  ['sync k8s --auto-approve', /Write it as --yes/],
  ['diff k8s --set-string a=b', /Write it as --set KEY=VALUE/],
  ['diff k8s --namespaces a', /Did you mean --namespace\?/],
  ['preview --file a.yaml', /unknown option '--file'/],
  ['apply -f k8s', /unknown command 'apply'\nWrite it as: plumb sync PATH/],
  ['statsu', /Did you mean status\?/],
  [
    'status',
    /no \.github\/plumbline\.yml names targets here\. Name a path: plumb status PATH --context NAME\./,
  ],
];

describe('U26: what cannot be done as it was typed', () => {
  it.each(CASES)('plumb %s: is told with the next step, and ends with 1', async (typed, message) => {
    const { code, out, err } = await commandLine(typed.split(' '));
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(message);
  });

  it('the current context is offered by name', async () => {
    const { err } = await commandLine(['diff', 'k8s'], { currentContext: async () => 'prod-eu' });
    expect(err).toContain('The current one is "prod-eu": --context prod-eu.');
  });
});
