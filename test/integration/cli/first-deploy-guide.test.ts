import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { folderWith } from '../../support/temp-folder.ts';
import { tools } from '../../support/tools.ts';
import { fences } from '../../unit/docs/markdown.ts';

const GUIDE = readFileSync(new URL('../../../docs/first-deploy.md', import.meta.url), 'utf8');
const PLUMB = fileURLToPath(new URL('../../../bin/plumb', import.meta.url));
const run = promisify(execFile);

/** The text below a heading, up to the next one. */
function section(heading: string): string {
  const [, text = ''] = GUIDE.split(`\n${heading}\n`);
  return text.split(/\n#+ /)[0] ?? '';
}

interface Reader {
  readonly folder: string;
  readonly namespace: string;
  readonly sh: (command: string) => Promise<string>;
  /** Does what a section says, block by block. @returns what each command printed */
  readonly follow: (heading: string) => Promise<Readonly<Record<string, string>>>;
}

/** Somebody with a checkout, the tools, and a cluster, in which `shop` is called as no other test calls it. */
async function reader(files: Readonly<Record<string, string>> = {}): Promise<Reader> {
  const namespace = `test-${randomBytes(4).toString('hex')}`;
  const own = (text: string) =>
    text.replaceAll(/\bshop\b/g, namespace).replaceAll('prod-eu', inject('context'));
  const folder = folderWith({});
  const programs = folderWith({});
  for (const [name, path] of [
    ['plumb', PLUMB],
    ['kubectl', inject('kubectl')],
    ['helm', inject('helm')],
  ])
    symlinkSync(path ?? '', join(programs, name ?? ''));
  const env = {
    ...process.env,
    ...tools(),
    PATH: `${programs}:${process.env['PATH']}`,
    KUBECONFIG: inject('kubeconfig'),
    XDG_STATE_HOME: folderWith({}),
    HELM_CACHE_HOME: folderWith({}),
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
  };
  const sh: Reader['sh'] = async (command) => {
    try {
      return (await run('bash', ['-euo', 'pipefail', '-c', own(command)], { cwd: folder, env })).stdout;
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      // 2: there are differences, as a guide about a first deploy expects.
      if (command.startsWith('plumb ') && code === 2) return stdout;
      throw new Error(`${command} ended with ${code}:\n${stdout}${stderr}`, { cause: error });
    }
  };
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, own(path))), { recursive: true });
    writeFileSync(join(folder, own(path)), own(text));
  };
  const origin = join(folderWith({}), 'origin.git');
  await run('git', ['init', '-q', '--bare', origin]);
  await sh(`git init -q -b main && git remote add origin ${origin}`);
  for (const [path, text] of Object.entries(files)) write(path, text);
  await sh('git add --all && git commit -q --allow-empty -m begin');
  onTestFinished(
    async () => void (await sh('kubectl delete namespace shop --ignore-not-found --wait=false')),
  );
  const follow: Reader['follow'] = async (heading) => {
    const text = section(heading);
    const printed: Record<string, string> = {};
    let path = '.github/plumbline.yml';
    for (const { language, text: body, before } of blocksOf(text)) {
      path = before ?? '.github/plumbline.yml';
      if (language === 'yaml') write(path, body);
      for (const line of language === 'console' ? body.trimEnd().split('\n') : [])
        printed[line.replace(/^\$ /, '')] = await sh(line.replace(/^\$ /, ''));
    }
    return printed;
  };
  return { folder, namespace, sh, follow };
}

/** Each block, and the path that stands alone in a line before it. */
function blocksOf(text: string) {
  return fences(text).map((fence) => {
    const before = text.slice(0, text.indexOf(fence.text)).trimEnd().split('\n').at(-3);
    const path = /^`([^`]+)`$/.exec(before ?? '')?.[1];
    return { ...fence, before: path };
  });
}

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: registry.example.com/web:1 }] }
`;

describe('U62: every command of the guide to the first deploy', { timeout: 300_000 }, () => {
  it('leads from nothing to a branch that is pushed', async () => {
    const { follow, sh } = await reader();
    const printed = await follow('## From nothing');
    expect(printed['plumb status']).toMatch(/production\/base[\s\S]*not deployed yet: 1 to create/);
    expect(printed['plumb status']).toMatch(/production\/test-\S+ in[\s\S]*not deployed yet: 1 to create/);
    expect(printed['plumb status']).not.toContain('cannot tell');
    expect(await sh('git ls-remote origin first-deploy')).toContain('refs/heads/first-deploy');
    expect(await sh('git show --stat origin/first-deploy')).toMatch(/3 files changed/);
  });

  it('takes over what kubectl applied, and nothing differs', async () => {
    const { follow, sh, folder } = await reader();
    await sh('kubectl create namespace shop');
    writeFileSync(join(folder, 'web.yaml'), WEB);
    await sh('kubectl apply -n shop -f web.yaml && rm web.yaml');
    await sh('kubectl create configmap settings -n shop --from-literal=greeting=hello');
    const printed = await follow('### Applied by kubectl');
    const diff = Object.entries(printed).find(([command]) => command.startsWith('plumb diff'));
    expect(diff?.[1]).toContain('No differences');
    expect(printed['plumb status']).toContain('in sync, 2 objects');
  });

  it('takes over what Helm installed, which forgets it, and it stays', async () => {
    const { follow, sh } = await reader({
      'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'charts/shop/values.yaml': 'greeting: hello\n',
      'charts/shop/templates/settings.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}-settings", labels: { app: "{{ .Chart.Name }}" } }
data: { greeting: "{{ .Values.greeting }}" }
`,
    });
    await sh('helm install shop charts/shop -n shop --create-namespace --set greeting=welcome');
    const printed = await follow('### Installed by Helm');
    const diff = Object.entries(printed).find(([command]) => command.startsWith('plumb diff'));
    expect(diff?.[1]).toContain('No differences');
    expect(printed['plumb diff charts/shop']?.match(/^ +[-+] .*$/gm)?.map((line) => line.trim())).toEqual([
      expect.stringMatching(/^- +app\.kubernetes\.io\/managed-by: Helm/),
      expect.stringMatching(/^- annotations:/),
      expect.stringMatching(/^- +meta\.helm\.sh\/release-name/),
      expect.stringMatching(/^- +meta\.helm\.sh\/release-namespace/),
    ]);
    expect(printed['helm list -n shop']).not.toContain('deployed');
    expect(await sh("kubectl get configmap shop-settings -n shop -o jsonpath='{.data.greeting}'")).toBe(
      'welcome',
    );
  });
});
