import { describe, expect, it } from 'vitest';
import { changedEnvironments } from '../../../../src/core/configuration/change.ts';
import { configurationLines } from '../../../../src/report/github/configuration.ts';
import { parseConfig } from '../../../support/configuration.ts';

function configOf(text: string) {
  const result = parseConfig(text, 'plumbline.yml');
  if (result.status !== 'ok') throw new Error('It is no configuration.');
  return result.config;
}

const environment = (name: string, body: string) => `  ${name}:\n${body}`;
const HEAD = 'version: 1\nenvironments:\n';
const SHOP = '      shop: { engine: kubernetes, cluster: prod, path: k8s, namespace: shop, prune: true }\n';
const BASE = `      base: { engine: kubernetes, cluster: prod, path: base }\n`;
const BEFORE = HEAD + environment('production', `    targets:\n${SHOP}`);

function linesOf(before: string, after: string): string {
  return changedEnvironments(configOf(before), configOf(after)).flatMap(configurationLines).join('\n');
}

describe('U62: what a proposal brings', () => {
  it('is told of a new environment: who approves, and what each target is', () => {
    const after = `${BEFORE}${environment('staging', `    gate: { approvals: 2, from: ["@acme/sre"] }\n    targets:\n${BASE}`)}`;
    expect(linesOf(BEFORE, after)).toBe(
      [
        '⚖️ **Configuration:** `staging` is new: every gate in force judges it.',
        '- Approvals from then on: `2` of `@acme/sre`.',
        '- New target `staging/base`: folder `base`, cluster `prod`, what leaves the folder stays live.',
      ].join('\n'),
    );
  });

  it('is told of a new target beside others, without a word about those', () => {
    expect(linesOf(BEFORE, BEFORE + BASE)).toBe(
      [
        '⚖️ **Configuration:** `production` is configured otherwise from then on: the gate in force until then judges that.',
        '- New target `production/base`: folder `base`, cluster `prod`, what leaves the folder stays live.',
      ].join('\n'),
    );
  });

  it('leaves out nothing that is set beside', () => {
    const careful = SHOP.replace(
      ' }\n',
      ', confirm-delete: ["Namespace shop"], unknown-kinds: skip, depends-on: [base] }\n',
    );
    const after = `${HEAD}${environment('production', `    gate: { approvals: 0, nobody: [bot@example.com] }\n    targets:\n${BASE}${careful}    ignore: [{ path: /spec/replicas, because: x }]\n`)}`;
    const text = linesOf(`${HEAD}${environment('other', `    targets:\n${BASE}`)}`, after);
    expect(text).toContain('- Approvals from then on: none: merging is enough.');
    expect(text).toContain('- `gate.nobody: "bot@example.com"`');
    expect(text).toContain('- `targets.production/shop.confirmDelete: "Namespace shop"`');
    expect(text).toContain('- `targets.production/shop.dependsOn: "production/base"`');
    expect(text).toContain('- `targets.production/shop.ignore: {');
    expect(text).toContain('- `targets.production/shop.unknownKinds: "skip"`');
    expect(text).toContain('`other` is removed');
  });

  it('of what was there before is told as before', () => {
    expect(linesOf(BEFORE, BEFORE.replace('prune: true', 'prune: false'))).toContain(
      '- `targets.production/shop.prune: true → false`',
    );
  });
});
