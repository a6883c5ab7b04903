import { type Stage, git, insist, kubectl, plumb, plumbJson, say, step } from './stage.ts';

const SHOP = 'clusters/production/shop';
const NAMESPACE = 'shop-production';

/** The story, from an empty cluster to drift put right. */
export async function tell(stage: Stage): Promise<void> {
  await deploy(stage);
  const fingerprint = await previewFeature(stage);
  await mergeAndSync(stage, fingerprint);
  await drift(stage);
  await putRight(stage);
}

async function deploy(stage: Stage): Promise<void> {
  step(
    'Deploy the base commit',
    'The repository says what should run; the cluster is empty. Three targets are synced.',
  );
  await plumb(stage, ['validate'], 0);
  for (const path of ['clusters/production/platform', 'clusters/staging/shop', SHOP]) {
    await plumb(stage, ['sync', path, '--yes'], 0);
  }
}

async function previewFeature(stage: Stage): Promise<string> {
  step(
    'Somebody edits the live system',
    'Before the pull request is opened, staging aside, production is scaled by hand.',
  );
  await kubectl(stage, 'scale', 'deployment/api', '--replicas=4', '-n', NAMESPACE);
  step(
    'Preview a feature branch',
    'This is the comment that its pull request gets: your change, apart from what had drifted.',
  );
  await plumb(stage, ['preview', 'main...feature'], 2);
  return fingerprintOf(await plumbJson(stage, ['preview', 'main...feature']));
}

interface PreviewJson {
  readonly targets: readonly { readonly target: string; readonly fingerprint: string }[];
}

function fingerprintOf(answer: unknown): string {
  const found = (answer as PreviewJson).targets.find(({ target }) => target === 'production/shop');
  insist(found !== undefined, 'the preview has a plan of production/shop');
  return found?.fingerprint ?? '';
}

async function mergeAndSync(stage: Stage, fingerprint: string): Promise<void> {
  step(
    'Merge it, and sync exactly what was previewed',
    'The fingerprint names the plan that was approved. Another plan would stop as stale.',
  );
  await git(stage, 'merge', '--quiet', '--no-edit', 'feature');
  await plumb(stage, ['sync', SHOP, '--plan', fingerprint], 0);
  await plumb(stage, ['diff', SHOP], 0);
}

async function drift(stage: Stage): Promise<void> {
  step(
    "The cluster changes behind Git's back",
    'A field is changed, an entry is added, an object is deleted.',
  );
  await kubectl(
    stage,
    'set',
    'image',
    'deployment/web',
    'web=registry.example.com/shop/web:hotfix',
    '-n',
    NAMESPACE,
  );
  await kubectl(stage, 'set', 'env', 'deployment/api', 'DEBUG=true', '-n', NAMESPACE);
  await kubectl(stage, 'delete', 'service/web', '-n', NAMESPACE);
  say('\nAll three are seen, with who wrote them:\n');
  await plumb(stage, ['diff', SHOP], 2);
}

async function putRight(stage: Stage): Promise<void> {
  step('Put it right', 'A sync makes the live system what Git says; what was added by hand goes as well.');
  await plumb(stage, ['sync', SHOP, '--yes'], 0);
  await plumb(stage, ['diff', SHOP], 0);
  const env = await kubectl(
    stage,
    'get',
    'deployment/api',
    '-n',
    NAMESPACE,
    '-o',
    'jsonpath={..env[*].name}',
  );
  insist(!env.split(/\s+/).includes('DEBUG'), 'the entry that was added by hand is gone');
  await kubectl(stage, 'get', 'service/web', '-n', NAMESPACE);
}
