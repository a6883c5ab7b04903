import { describe, expect, it } from 'vitest';
import type { Config } from '../../../../src/core/target/environment.ts';
import { proposedEnvironments } from '../../../../src/flows/preview/proposed-environments.ts';
import { parseConfig } from '../../../support/configuration.ts';

function config(target: string, mask: readonly string[]): Config {
  const rules = mask.map((path) => `{ path: ${path} }`).join(', ');
  const parsed = parseConfig(
    `version: 1
environments:
  production:
    mask: [${rules}]
    targets:
      ${target}: { engine: kubernetes, cluster: eu, path: shop }
`,
    'plumbline.yml',
  );
  if (parsed.status === 'invalid') throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

const inForce = config('shop', ['/data/pin']);

/** The paths that are hidden in what a pull request shows of its only target. */
function hidden(proposed: Config): readonly string[] {
  const [target] = proposedEnvironments(inForce, { config: proposed }).flatMap(({ targets }) => targets);
  return [...new Set(target?.rules.mask.map(({ path }) => path))];
}

describe('what is masked in force, in a pull request that proposes another configuration', () => {
  it.each([
    ['is masked where the rule is taken away', config('shop', []), ['/data/pin']],
    ['is masked in a target of another name', config('till', []), ['/data/pin']],
    ['is masked beside what the proposal masks', config('till', ['/data/code']), ['/data/pin', '/data/code']],
  ])('%s', (_case, proposed, paths) => {
    expect(hidden(proposed)).toEqual(paths);
  });
});
