import { describe, expect, it, onTestFinished } from 'vitest';
import { type Loop, CONFIG, NAME, startLoop, until } from '../../support/loop.ts';
import { SHOP, approved, deployed, onShow } from '../../support/shop.ts';

const word = (text: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: word }\ndata: { text: ${text} }\n`;

const STAGING = `  staging:
    gate: { approvals: 1, from: ["@bob"] }
    targets:
      next-TARGET: { engine: kubernetes, cluster: sandbox, path: staging, namespace: NAMESPACE }
`;

/** The check about a target's first deploy on the tip of `main`. */
async function firstDeploy(loop: Loop, target: string) {
  const check_name = `plumbline / first deploy of ${target}`;
  const { data } = await loop.as('carol').rest.checks.listForRef({ ...NAME, ref: 'main', check_name });
  return data.check_runs[0];
}

async function metricOf(loop: Loop, name: string, target: string): Promise<string | undefined> {
  const lines = (await loop.app.process().metrics()).split('\n');
  return lines
    .find((line) => line.startsWith(`${name}{`) && line.includes(`"${target}"`))
    ?.split(' ')
    .at(-1);
}

const isMetric = (loop: Loop, name: string, target: string, value: string) =>
  until(`${name} of ${target} is ${value}`, async () => (await metricOf(loop, name, target)) === value);

/** On the tip nothing says any more that it is not deployed. */
const isTakenBack = (loop: Loop, target: string) =>
  until('it is taken back', async () => (await firstDeploy(loop, target))?.conclusion !== 'neutral');

function cleaned(loop: Loop, environment: string): string {
  const name = `next-${loop.target.replace('production/', '')}`;
  const inventory = ['configmap', `${environment}.${name}`, '--namespace', 'plumbline-system'];
  onTestFinished(async () => void (await loop.kubectl('delete', ...inventory, '--ignore-not-found')));
  return `${environment}/${name}`;
}

describe('what was never deployed', { timeout: 300_000 }, () => {
  it('U62: is said on the default branch when the App comes, is no drift, and is deployed by a pull request', async () => {
    const loop = await startLoop({ files: SHOP });
    const told = await until('it is said', () => firstDeploy(loop, loop.target));
    expect(told.conclusion).toBe('neutral');
    expect(told.output.title).toBe('Not deployed yet: 3 to create');
    expect(told.output.summary).toContain('a pull request that changes a file in `k8s`');
    await isMetric(loop, 'plumbline_not_deployed', loop.target, '1');
    await loop.push('first', { 'k8s/word.yaml': word('hello') });
    const pull = await loop.open('first');
    const check = await onShow(loop, pull);
    expect(check.title).toContain('first deploy, 4 to create');
    const [comment = ''] = await loop.comments(pull);
    expect(comment).toContain('### Plumbline: 4 changes');
    expect(comment).toContain('**First deploy**');
    expect(comment).toMatch(/\| first deploy \|/);
    expect(comment).not.toMatch(/[Aa]lready drifted|drifted already/);
    await approved(loop, pull);
    await loop.merge(pull);
    await deployed(loop, 1);
    await isMetric(loop, 'plumbline_not_deployed', loop.target, '0');
    await isTakenBack(loop, loop.target);
    await loop.push('second', { 'k8s/word.yaml': word('bye') });
    const second = await loop.open('second');
    await onShow(loop, second);
    expect((await loop.comments(second)).join('')).not.toMatch(/[Ff]irst deploy/);
  });

  it('U62: of a new environment: the comment says what it is and what its first deploy does, and after the merge what became of it', async () => {
    const loop = await startLoop();
    const target = cleaned(loop, 'staging');
    await loop.push('staging', {
      '.github/plumbline.yml': `${CONFIG}${STAGING}`,
      'staging/word.yaml': word('hello'),
    });
    const pull = await loop.open('staging');
    await onShow(loop, pull, 'plumbline / staging');
    const [comment = ''] = await loop.comments(pull);
    expect(comment).toContain('`staging` is new');
    expect(comment).toContain('Approvals from then on: `1` of `@bob`.');
    expect(comment).toContain(`New target \`${target}\`: folder \`staging\`, cluster \`sandbox\``);
    expect(comment).toContain('**First deploy**');
    expect(comment).not.toMatch(/drifted already|Already drifted/);
    await approved(loop, pull);
    await loop.merge(pull);
    await until('it is said to be deployed', async () =>
      (await loop.comments(pull)).some(
        (body) => body.includes('Plumbline: deployed') && body.includes(target),
      ),
    );
    expect(await loop.kubectl('get', 'configmap', 'word', '-o', 'jsonpath={.data.text}')).toBe('hello');
    await isTakenBack(loop, target);
  });

  it('U62: and whose folder is not there is said to be so, before the merge and after it', async () => {
    const loop = await startLoop();
    const target = cleaned(loop, 'staging');
    await loop.push('staging', { '.github/plumbline.yml': `${CONFIG}${STAGING}` });
    const pull = await loop.open('staging');
    await until('the check says that it cannot be planned', async () => {
      const check = await loop.check(pull, 'plumbline / staging');
      return check?.conclusion === 'failure' && check.title === 'Cannot be planned';
    });
    const [comment = ''] = await loop.comments(pull);
    expect(comment).toContain('cannot tell, not deployed yet');
    expect(comment).toContain(`New target \`${target}\``);
    await loop.merge(pull);
    const said = await until('it is said', async () =>
      (await loop.comments(pull)).find((body) => body.includes('Nothing was applied')),
    );
    expect(said).toMatch(/staging.*(not there|no such|does not exist|is not)/);
    expect(said).not.toMatch(/not approved|Approve with/);
  });

  it('U62: and runs already as Git says is taken over without a change, and looked after from then on', async () => {
    const loop = await startLoop({ files: { 'k8s/word.yaml': word('hello') } });
    await loop.kubectl('create', 'configmap', 'word', '--from-literal=text=hello');
    await until('it is not deployed yet, or looked after', async () =>
      ['0', '1'].includes((await metricOf(loop, 'plumbline_not_deployed', loop.target)) ?? ''),
    );
    await loop.push('first', { 'k8s/word.yaml': `# Looked after from now on.\n${word('hello')}` });
    const pull = await loop.open('first');
    const check = await onShow(loop, pull);
    expect(check.title).toMatch(/^(Nothing to deploy|Waiting for approval)/);
    expect((await loop.comments(pull)).join('')).not.toMatch(/create ConfigMap|drifted already/);
    if (check.conclusion !== 'success') await approved(loop, pull);
    await loop.merge(pull);
    await isMetric(loop, 'plumbline_not_deployed', loop.target, '0');
    await isTakenBack(loop, loop.target);
    await loop.kubectl('patch', 'configmap', 'word', '-p', '{"data":{"text":"mine"}}');
    await isMetric(loop, 'plumbline_drifted_objects', loop.target, '1');
  });
});
