import { setTimeout as sleep } from 'node:timers/promises';
import { type Check, type Login, type Loop, CHECK, NAME, until } from './loop.ts';

/** A small shop: a Deployment, a Service and a ConfigMap. */
export const SHOP = {
  'k8s/web.yaml': deployment('web:1'),
  'k8s/service.yaml': `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
`,
  'k8s/banner.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: banner }
data: { text: autumn }
`,
};

/** `minReadySeconds`: so long its rollout lasts at least. */
export function deployment(image: string, minReadySeconds = 0): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  minReadySeconds: ${minReadySeconds}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.com/${image}
          env: [{ name: LEVEL, value: info }]
`;
}

/** A pull request of one branch, approved by others and merged; resolves when live is as it says. */
export async function deploy(
  loop: Loop,
  branch: string,
  files: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  await loop.push(branch, files);
  const pull = await loop.open(branch);
  await approved(loop, pull);
  await loop.merge(pull);
  await deployed(loop, 1);
  return pull;
}

/** Waits until so many deployments were made and the last one succeeded. @throws with what there is when it is not in time */
export async function deployed(loop: Loop, count: number): Promise<void> {
  let states: readonly string[] = [];
  const isDeployed = async () => {
    states = await loop.deployments();
    return states.length === count && states[0] === 'success';
  };
  try {
    // As long as a machine takes that runs other tests beside it.
    await until(`deployment ${count} succeeds`, isDeployed, 180);
  } catch (error) {
    const issues = loop.github.world.repository('acme/shop')?.issues.values() ?? [];
    const pulls = [...issues].map(({ number, state, comments }) => [number, state, ...comments.map(bodyOf)]);
    throw new Error(`Deployments: ${states.join(', ')}. Pull requests: ${JSON.stringify(pulls)}`, {
      cause: error,
    });
  }
}

const bodyOf = ({ body }: { readonly body: string }) => body;

/** Waits until the plan is on show, and the second in which GitHub took it is over. @returns its check */
export async function onShow(loop: Loop, pull: number, name?: string): Promise<Check> {
  const check = await until('the plan is on show', async () => {
    const found = await loop.check(pull, name);
    return found !== undefined && !/being (put on show|planned)/i.test(found.title) && found;
  });
  await sleep(1100);
  return check;
}

/** Names exactly the plan that is on show, as check and comment say it. */
export async function approveByName(
  loop: Loop,
  pull: number,
  by: Login,
  environment = 'production',
): Promise<void> {
  await say(loop, pull, by, `/plumb approve ${environment} ${await planOnShow(loop, pull, environment)}`);
}

/** Waits until check and comment show the same plan, and the second in which GitHub took it is over. @returns its id */
export async function planOnShow(loop: Loop, pull: number, environment = 'production'): Promise<string> {
  const named = new RegExp(`/plumb approve ${environment} ([0-9a-f]{8})`);
  const id = await until('check and comment show one plan', async () => {
    const check = await onShow(loop, pull, `plumbline / ${environment}`);
    const comments = (await loop.comments(pull)).join('\n');
    const found = comments.match(named)?.[1];
    return found !== undefined && check.summary.includes(`Plan \`${found}\``) && found;
  });
  return id;
}

/** Somebody else approves the plan that is shown, and the gate lets it pass. */
export async function approved(loop: Loop, pull: number, by: Login = 'bob'): Promise<void> {
  await onShow(loop, pull);
  await review(loop, pull, by);
  await passes(loop, pull);
}

/** Waits until the check is green. @throws with what it says when it is not in time */
export async function passes(loop: Loop, pull: number, name?: string): Promise<Check> {
  let last: Check | undefined;
  try {
    return await until('the gate lets it pass', async () => {
      last = await loop.check(pull, name);
      return last?.conclusion === 'success' && last;
    });
  } catch (error) {
    throw new Error(`The check of #${pull} says: ${JSON.stringify(last)}`, { cause: error });
  }
}

export async function review(
  loop: Loop,
  pull: number,
  by: Login,
  event: 'APPROVE' | 'REQUEST_CHANGES' = 'APPROVE',
): Promise<void> {
  await loop.as(by).rest.pulls.createReview({ ...NAME, pull_number: pull, event, body: 'I looked at it.' });
}

/** @returns the comment's number */
export async function say(loop: Loop, pull: number, by: Login, body: string): Promise<number> {
  return (await loop.as(by).rest.issues.createComment({ ...NAME, issue_number: pull, body })).data.id;
}

/** The App's reactions to a comment. */
export async function reactions(loop: Loop, comment: number): Promise<readonly string[]> {
  const { data } = await loop
    .as('carol')
    .rest.reactions.listForIssueComment({ ...NAME, comment_id: comment });
  return data.filter(({ user }) => user?.type === 'Bot').map(({ content }) => content);
}

/** Says it, and waits until it was heard: then whatever it leads to at once has been begun. @returns the reaction */
export async function heard(loop: Loop, pull: number, by: Login, body: string): Promise<string | undefined> {
  const comment = await say(loop, pull, by, body);
  const [reaction] = await until(`${body} is heard`, async () => {
    const found = await reactions(loop, comment);
    return found.length > 0 && found;
  });
  return reaction;
}

/** The one comment that answers commands, once it says so. */
export function answered(loop: Loop, pull: number, answer: RegExp): Promise<string> {
  return until(`it is answered ${answer}`, async () =>
    (await answers(loop, pull)).find((body) => answer.test(body)),
  );
}

export async function answers(loop: Loop, pull: number): Promise<readonly string[]> {
  return (await loop.comments(pull)).filter((body) => body.startsWith('<!-- plumbline:answers -->'));
}

/** Presses a button of the check on the pull request's page. @returns the page's status */
export async function press(
  loop: Loop,
  pull: number,
  by: Login,
  identifier: string,
  check = CHECK,
): Promise<number> {
  return pressRun(loop, (await loop.check(pull, check))?.id ?? 0, by, identifier);
}

/** The same once the button is there: while a check is written again it has none for a moment. @returns the page's status */
export function pressed(loop: Loop, pull: number, by: Login, identifier = 'approve'): Promise<number> {
  return until('there is a button', async () => {
    const status = await press(loop, pull, by, identifier);
    return status !== 404 && status;
  });
}

/** The same of one run, as whoever has its page open does. @returns the page's status */
export async function pressRun(loop: Loop, run: number, by: Login, identifier = 'approve'): Promise<number> {
  const [pull] = loop.github.world.repository('acme/shop')?.issues.keys() ?? [];
  const url = `${loop.github.url}/acme/shop/pull/${pull}/checks/${run}/action`;
  const init = {
    method: 'POST',
    headers: { cookie: `login=${by}` },
    body: new URLSearchParams({ identifier }),
  };
  return (await fetch(url, init)).status;
}

/** The open pull request that reverts the target's drift. */
export async function driftPull(loop: Loop): Promise<number | undefined> {
  const head = `acme:plumbline/drift/${loop.target}`;
  const { data } = await loop.as('carol').rest.pulls.list({ ...NAME, state: 'open', head });
  return data[0]?.number;
}

export async function driftedObjects(loop: Loop): Promise<number | undefined> {
  const line = (await loop.app.process().metrics())
    .split('\n')
    .find((text) => text.startsWith('plumbline_drifted_objects{'));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}
