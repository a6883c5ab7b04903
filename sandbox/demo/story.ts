import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import { type Company, type Person, SHOP, pushFeature, until } from './company.ts';
import { printMarkdown } from './print-markdown.ts';
import { type Stage, insist, kubectl, plumbJson, say, step } from './stage.ts';

const NAMESPACE = 'shop-production';
const CHECK = 'plumbline / production';
const DRIFT_BRANCH = 'plumbline/drift/production/shop';

/** Looks at a page of the GitHub at a named moment. */
export type Observing = (moment: 'preview' | 'gate' | 'deployed' | 'drift', url: string) => Promise<void>;

/** The story, from a deployed shop to drift put right. Each step says what happens, and insists that it did. */
export async function tell(company: Company, look: Observing = async () => undefined): Promise<void> {
  await deployBase(company);
  const pull = await propose(company);
  await look('preview', pageOf(company, pull));
  await passGate(company, pull);
  await look('gate', pageOf(company, pull));
  await merge(company, pull);
  await look('deployed', pageOf(company, pull));
  await drift(company, look);
  await putRightByHand(company);
}

async function deployBase({ stage, app, github }: Company): Promise<void> {
  step(
    'The shop as it runs',
    'What the default branch says is live: three targets in two environments. Plumbline watches them from now on.',
  );
  for (const path of ['clusters/production/platform', 'clusters/staging/shop', 'clusters/production/shop']) {
    await plumbJson(stage, ['sync', path, '--yes']);
    say(`  ${path} is live`);
  }
  await app.start();
  await until('the three targets are watched', async () => {
    const lines = (await app.process().metrics()).split('\n');
    return lines.filter((line) => line.startsWith('plumbline_drifted_objects{')).length === 3;
  });
  say(`\nThe repository: ${github.url}/${SHOP.owner}/${SHOP.repo}?as=ada`);
}

async function propose(company: Company): Promise<number> {
  const { stage } = company;
  step(
    'Somebody scales production by hand, and Ada opens a pull request',
    'It changes an image and deletes a ConfigMap. The comment says what merging it would change live, apart from what had drifted before.',
  );
  await kubectl(stage, 'scale', 'deployment/api', '--replicas=4', '-n', NAMESPACE);
  await pushFeature(company);
  const title = 'Web 1.5.0; the autumn banner goes';
  const { data } = await company
    .as('ada')
    .rest.pulls.create({ ...SHOP, head: 'feature', base: 'main', title, body: 'The new checkout.' });
  say(`${pageOf(company, data.number)}?as=ada\n`);
  const comment = await until('the pull request has its comment', () => previewOf(company, data.number));
  say(printMarkdown(comment));
  insist(comment.includes('web:1.5.0'), 'the comment names the new image');
  insist(comment.includes('autumn-banner'), 'the comment names the ConfigMap that goes');
  insist(comment.includes('Already drifted'), 'the comment tells what had drifted apart from the change');
  await until('its check waits for approvals', () => isOnShow(company, data.number));
  return data.number;
}

async function passGate(company: Company, pull: number): Promise<void> {
  step(
    'The gate',
    'Production wants two approvals of @acme/sre, for exactly this plan. Eve may only read; Ada wrote it.',
  );
  await approve(company, pull, 'eve');
  await approve(company, pull, 'grace');
  const pending = await until('one approval counts', async () => {
    const check = await checkOf(company, pull);
    return check?.conclusion === null && check.summary.includes('grace') ? check : undefined;
  });
  say(printMarkdown(pending.summary));
  insist(pending.conclusion === null, `the check "${CHECK}" is still pending`);
  await approve(company, pull, 'linus');
  const passed = await until('the gate lets it pass', async () => {
    const check = await checkOf(company, pull);
    return check?.conclusion === 'success' ? check : undefined;
  });
  say(printMarkdown(passed.summary));
}

async function merge(company: Company, pull: number): Promise<void> {
  step(
    'Merge it',
    'Merging deploys: what was approved is what is applied, in order, each object waited for.',
  );
  await company.as('ada').rest.pulls.merge({ ...SHOP, pull_number: pull });
  const said = new Set<string>();
  await until(
    'production is deployed',
    async () => {
      const statuses = await deploymentStatuses(company);
      for (const { id, state, description } of statuses.toReversed()) {
        if (!said.has(id)) say(`  ${state.padEnd(12)} ${description}`);
        said.add(id);
      }
      return statuses[0]?.state === 'success';
    },
    60,
  );
  const { stage } = company;
  const image = await live(stage, 'deployment/web', '{..image}');
  insist(image.includes('web:1.5.0'), 'the new image is live');
  const replicas = await live(stage, 'deployment/api', '{.spec.replicas}');
  insist(replicas.trim() === '2', 'what had drifted is put right as well');
  await until('nothing differs any more', async () => (await driftedObjects(company)) === 0);
  say(styleText('green', '✓ nothing differs any more'));
}

async function drift(company: Company, look: Observing): Promise<void> {
  const { stage } = company;
  step(
    "The cluster changes behind Git's back",
    'A field is changed, an entry is added, an object is deleted. Nobody tells Plumbline: it watches.',
  );
  const began = Date.now();
  const hotfix = 'web=registry.example.com/shop/web:hotfix';
  await kubectl(stage, 'set', 'image', 'deployment/web', hotfix, '-n', NAMESPACE);
  await kubectl(stage, 'set', 'env', 'deployment/api', 'DEBUG=true', '-n', NAMESPACE);
  await kubectl(stage, 'delete', 'service/web', '-n', NAMESPACE);
  await until('three objects are counted', async () => (await driftedObjects(company)) === 3);
  say(styleText('green', `✓ plumbline_drifted_objects is 3, ${Date.now() - began} ms after the first edit`));
  const pull = await until('there is a pull request that reverts it', () => driftPull(company));
  say(`\n${pageOf(company, pull.number)}?as=grace ${styleText('bold', pull.title)}\n`);
  say(printMarkdown(pull.body ?? ''));
  await until('its own merge is previewed', () => isOnShow(company, pull.number));
  await look('drift', pageOf(company, pull.number));
  await approve(company, pull.number, 'grace');
  await approve(company, pull.number, 'linus');
  await until(
    'the gate lets it pass',
    async () => (await checkOf(company, pull.number))?.conclusion === 'success',
  );
  await company.as('grace').rest.pulls.merge({ ...SHOP, pull_number: pull.number });
  await until('live is as Git says', async () => (await driftedObjects(company)) === 0, 60);
  const env = await live(stage, 'deployment/api', '{..env[*].name}');
  insist(!env.split(/\s+/).includes('DEBUG'), 'the entry that was added by hand is gone');
  const image = await live(stage, 'deployment/web', '{..image}');
  insist(image.includes('web:1.5.0'), 'the image is what Git says');
  await live(stage, 'service/web', '{.metadata.name}');
}

async function putRightByHand(company: Company): Promise<void> {
  step('Drift that is put right by hand', 'Its pull request closes itself, and says why.');
  const { stage } = company;
  await kubectl(stage, 'scale', 'deployment/api', '--replicas=3', '-n', NAMESPACE);
  const pull = await until('there is a pull request that reverts it', () => driftPull(company));
  say(`${pageOf(company, pull.number)}?as=grace`);
  await kubectl(stage, 'scale', 'deployment/api', '--replicas=2', '-n', NAMESPACE);
  await until('the pull request is closed', async () => (await driftPull(company)) === undefined);
  const parameters = { ...SHOP, issue_number: pull.number };
  const comments = (await company.as('grace').rest.issues.listComments(parameters)).data;
  say(printMarkdown(comments.at(-1)?.body ?? ''));
}

function live(stage: Stage, object: string, path: string): Promise<string> {
  return kubectl(stage, 'get', object, '-n', NAMESPACE, '-o', `jsonpath=${path}`);
}

function pageOf({ github }: Company, pull: number): string {
  return `${github.url}/${SHOP.owner}/${SHOP.repo}/pull/${pull}`;
}

async function previewOf(company: Company, pull: number): Promise<string | undefined> {
  const { data } = await company.as('grace').rest.issues.listComments({ ...SHOP, issue_number: pull });
  return data.find(({ user }) => user?.type === 'Bot')?.body;
}

async function approve(company: Company, pull: number, person: Person): Promise<void> {
  say(styleText('cyan', `@${person} approves`));
  await company.as(person).rest.pulls.createReview({ ...SHOP, pull_number: pull, event: 'APPROVE' });
}

async function checkOf(company: Company, number: number) {
  const octokit = company.as('grace');
  const pull = await octokit.rest.pulls.get({ ...SHOP, pull_number: number });
  const parameters = { ...SHOP, ref: pull.data.head.sha, check_name: CHECK };
  const run = (await octokit.rest.checks.listForRef(parameters)).data.check_runs[0];
  return run && { conclusion: run.conclusion, summary: run.output.summary ?? '' };
}

/** An approval counts from the second on that follows the one in which the plan was shown. */
async function isOnShow(company: Company, pull: number): Promise<boolean> {
  const check = await checkOf(company, pull);
  if (check === undefined || !/Plan `[0-9a-f]+`/.test(check.summary)) return false;
  await sleep(1100);
  return true;
}

async function deploymentStatuses(company: Company) {
  const octokit = company.as('grace');
  const { data } = await octokit.rest.repos.listDeployments({ ...SHOP, environment: 'production' });
  const [latest] = data;
  if (latest === undefined) return [];
  const parameters = { ...SHOP, deployment_id: latest.id };
  const statuses = (await octokit.rest.repos.listDeploymentStatuses(parameters)).data;
  return statuses.map(({ id, state, description }) => ({
    id: String(id),
    state,
    description,
  }));
}

async function driftPull(company: Company) {
  const head = `${SHOP.owner}:${DRIFT_BRANCH}`;
  return (await company.as('grace').rest.pulls.list({ ...SHOP, state: 'open', head })).data[0];
}

async function driftedObjects({ app }: Company): Promise<number> {
  const lines = (await app.process().metrics()).split('\n');
  const values = lines.filter((line) => line.startsWith('plumbline_drifted_objects{'));
  return values.map((line) => Number(line.split(' ').at(-1))).reduce((sum, value) => sum + value, 0);
}
