import { describe, expect, it } from 'vitest';
import { type Files, CAPABILITIES, inWords, render, renderer, requestOf } from './rendering.ts';

const CHART: Files = {
  'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'charts/shop/values.yaml': 'replicas: 1\nanswer: "No"\n',
  'charts/shop/crds/widgets.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: widgets.example.org}\n',
  'charts/shop/templates/_helpers.tpl': '{{ define "name" }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}',
  'charts/shop/templates/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ include "name" . }}\n  namespace: {{ .Release.Namespace }}\ndata:\n  replicas: {{ .Values.replicas | quote }}\n  answer: {{ .Values.answer | quote }}\n  kube: {{ .Capabilities.KubeVersion.Version }}\n  apps: {{ .Capabilities.APIVersions.Has "apps/v1" | quote }}\n  found: {{ lookup "v1" "Secret" "kube-system" "any" | len | quote }}\n  variable: "${HOME}"\n',
  'charts/shop/templates/hook.yaml':
    'apiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate, annotations: {helm.sh/hook: pre-upgrade}}\n',
  'charts/shop/templates/tests/try.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: try, annotations: {helm.sh/hook: test}}\n',
  'charts/shop/templates/NOTES.txt': 'Thank you.',
  'charts/shop/charts/cache/Chart.yaml': 'apiVersion: v2\nname: cache\nversion: 1.0.0\n',
  'charts/shop/charts/cache/templates/service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: {name: cache}\nspec: {ports: [{port: {{ .Values.port | default 6379 }}}]}\n',
  'values/prod.yaml': 'replicas: 3\ncache: {port: 7000}\n',
};

const shop = { path: 'charts/shop', id: 'prod/shop', namespace: 'shop' };

const chart = (template: string): Files => ({
  'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'templates/all.yaml': template,
});

const secret = (name: string, value: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}}\nstringData: {fixed: a, password: ${value}}\n`;

describe('a chart', () => {
  it('A4: is rendered by the real tool, with its CRDs, hooks and subcharts, and without its tests', async () => {
    const { renderer: name, declared, warnings } = await render(CHART, shop);
    expect(name).toMatch(/^helm v\d+\.\d+\.\d+$/);
    expect(warnings).toEqual([]);
    expect(declared.map(inWords).toSorted()).toEqual([
      'ConfigMap/shop-shop at charts/shop/templates/map.yaml',
      'CustomResourceDefinition/widgets.example.org at charts/shop/crds/widgets.yaml',
      'Job/migrate at charts/shop/templates/hook.yaml',
      'Service/cache at charts/shop/charts/cache/templates/service.yaml',
    ]);
  });

  it('tells where a template is, also of a chart that is used under another name, or lies in a folder of another name', async () => {
    const chartOf = (name: string, dependencies: object[] = []) =>
      JSON.stringify({ apiVersion: 'v2', name, version: '1.0.0', dependencies });
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Chart.Name }}"}\n';
    const cacheAs = (alias: string) => ({ name: 'cache', version: '1.x', alias });
    const { declared } = await render({
      'Chart.yaml': chartOf('site', [{ name: 'shop', version: '1.x', alias: 'north' }]),
      'charts/shop/Chart.yaml': chartOf('shop', [cacheAs('sessions'), cacheAs('pages')]),
      'charts/shop/charts/cache/Chart.yaml': chartOf('cache'),
      'charts/shop/charts/cache/templates/map.yaml': map,
      'charts/old-mail/Chart.yaml': chartOf('mail'),
      'charts/old-mail/templates/map.yaml': map,
    });
    expect(declared.map(inWords).toSorted()).toEqual([
      'ConfigMap/mail at charts/old-mail/templates/map.yaml',
      'ConfigMap/pages at charts/shop/charts/cache/templates/map.yaml',
      'ConfigMap/sessions at charts/shop/charts/cache/templates/map.yaml',
    ]);
  });

  it('is given the release, namespace, values files and the cluster that the configuration names', async () => {
    const helm = { release: 'blue', values: ['values/prod.yaml'] };
    const { declared } = await render(CHART, { ...shop, helm });
    const objects = declared.map(({ object }) => object);
    expect(objects.find(({ kind }) => kind === 'ConfigMap')).toMatchObject({
      metadata: { name: 'blue-shop', namespace: 'shop' },
      // What `lookup` would see of the cluster is none of a template's business.
      data: {
        replicas: '3',
        answer: 'No',
        kube: CAPABILITIES.version['gitVersion'],
        apps: 'true',
        found: '0',
      },
    });
    expect(objects.find(({ kind }) => kind === 'Service')).toMatchObject({
      spec: { ports: [{ port: 7000 }] },
    });
  });

  it.each([
    ['.Capabilities.KubeVersion.Version', 'v1.37.2'],
    ['.Capabilities.KubeVersion.Minor', '37+'],
    ['.Capabilities.APIVersions.Has "apps/v1/Deployment"', 'true'],
    // On the list that Helm brings along.
    ['.Capabilities.APIVersions.Has "policy/v1beta1"', 'false'],
    ['.Capabilities.APIVersions.Has "batch/v1/CronJob"', 'false'],
    [
      '.Capabilities.APIVersions | sortAlpha | join " "',
      'apps/v1 apps/v1/Deployment v1 v1/ConfigMap v1/Secret',
    ],
    ['lookup "v1" "Secret" "kube-system" "any" | len', '0'],
    ['lookup "v1" "Secret" "" "" | len', '0'],
    ['lookup "v1" "Nothing" "shop" "any" | len', '0'],
    ['lookup "example.org/v1" "Thing" "shop" "any" | len', '0'],
    ['lookup "example.org/v1" "Thing" "" "" | len', '0'],
    ['lookup "example.org/v1" "Thing" "" "v1" | len', '0'],
    ['lookup "v7" "Thing" "" "" | len', '0'],
  ])('U22: a template sees what the cluster serves, and no object: %s is %s', async (question, expected) => {
    const source = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {answer: {{ ${question} | toString | quote }}}\n`;
    const { declared } = await render(chart(source), { render: 'helm' });
    expect(declared[0]?.object['data']).toEqual({ answer: expected });
  });

  it('U22: what a chart makes of kinds that the cluster does not know is made all the same', async () => {
    const source = 'apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: a}\n';
    const { declared } = await render(chart(source), { render: 'helm' });
    expect(declared.map(({ object }) => object['kind'])).toEqual(['Thing']);
  });

  it('A12: variables are never put in place of text', async () => {
    const { declared } = await render(CHART, shop);
    const map = declared.find(({ object }) => object['kind'] === 'ConfigMap');
    expect(map?.object['data']).toMatchObject({ variable: '${HOME}' });
  });

  it('reads its values files, so that a change of one of them is a change of it', async () => {
    const { source, target } = requestOf(CHART, { ...shop, helm: { values: ['values/prod.yaml'] } });
    expect(await renderer().reads({ source, target })).toEqual(['charts/shop', 'values/prod.yaml']);
  });

  it.each([
    ['that fails', chart('{{ fail "choose a size" }}'), 'the chart itself refuses it'],
    ['with a mistake', chart('a: {{ .Values.x.y.z }}'), 'templates/all.yaml'],
    ['that makes no YAML', chart('a: [b'), 'templates/all.yaml'],
    [
      'whose values do not fit its schema',
      {
        ...chart('{{ .Values.size }}'),
        'values.yaml': 'size: big\n',
        'values.schema.json': '{"properties": {"size": {"type": "integer"}}}',
      },
      'size',
    ],
    [
      'whose dependency is not there',
      {
        ...chart(''),
        'Chart.yaml':
          'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n- {name: redis, version: 1.0.0, repository: "https://example.com/charts"}\n',
      },
      'redis',
    ],
  ])('%s is an error that says where, without our folders', async (_what, files, words) => {
    const ending = render(files);
    await expect(ending).rejects.toMatchObject({ code: 'invalid-source' });
    await expect(ending).rejects.toThrow(words);
    await expect(ending).rejects.not.toThrow('plumbline-render');
  });

  it('a values file that is not there is an error with its name', async () => {
    await expect(render(CHART, { ...shop, helm: { values: ['values/none.yaml'] } })).rejects.toThrow(
      'values/none.yaml: no such file',
    );
  });

  it('a values file whose name Helm would take for two is refused', async () => {
    const values = ['values/a,/etc/passwd'];
    const files = { ...CHART, 'values/a,/etc/passwd': 'a: 1\n', 'values/a': 'b: 1\n' };
    await expect(render(files, { ...shop, helm: { values } })).rejects.toThrow('comma');
  });

  it('a release whose name looks like an option is none', async () => {
    const helm = { release: '--post-renderer=/bin/cat', values: [] };
    await expect(render(CHART, { ...shop, helm })).rejects.toThrow('invalid release name');
  });

  it('B3: a template that uses a namespace which nobody set is an error, and no object goes to "default"', async () => {
    const { target } = requestOf(CHART, shop);
    const { namespace: _none, ...spec } = target.spec;
    const ending = renderer().render({ ...requestOf(CHART), target: { ...target, spec } });
    await expect(ending).rejects.toThrow(
      'charts/shop/templates/map.yaml: it uses the namespace of the release, and none is set. Set "namespace" for target prod/shop.',
    );
  });

  it('a template sees nothing of the machine', async () => {
    const { declared } = await render(
      chart(
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {files: {{ .Files.Get "../../../etc/passwd" | quote }}}\n',
      ),
    );
    expect(declared[0]?.object['data']).toEqual({ files: '' });
  });
});

const PASSWORD = [{ pointer: '/stringData/password', form: 'value' }];

const deployment = ({ image = 'web:1', metadata = '', annotation = 'fixed', label = 'fixed' }) =>
  `apiVersion: apps/v1
kind: Deployment
metadata: {name: web${metadata}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {annotations: {sum: "${annotation}"}, labels: {app: web, sum: "${label}"}}
    spec: {containers: [{name: web, image: "${image}"}]}
`;
const webhooks = (bundle: string) =>
  `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: web}
webhooks: [{name: a.example.com, clientConfig: {url: "https://example.com", caBundle: ${bundle}}}]
`;
const map = (data: string, metadata = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a${metadata}}\ndata: {a: "${data}"}\n`;

describe('U7: what differs from render to render', () => {
  it.each([
    [
      'containers',
      deployment({ image: 'web:{{ randInt 0 100000000 }}' }),
      'Deployment web',
      '/spec/template/spec/containers/[name=web]/image',
    ],
    [
      'a list that grows',
      deployment({
        image: 'web:1", args: [{{ range until (randInt 1 99999 | int) }}a, {{ end }}b], name: "web',
      }).replace('{name: web, ', '{'),
      'Deployment web',
      '/spec/template/spec/containers/[name=web]/args',
    ],
    [
      'a digest that is none',
      deployment({ annotation: '{{ randNumeric 20 }}' }),
      'Deployment web',
      '/spec/template/metadata/annotations/sum',
    ],
    [
      'digits of another length',
      deployment({ annotation: '{{ randNumeric 33 }}' }),
      'Deployment web',
      '/spec/template/metadata/annotations/sum',
    ],
    [
      'a date',
      deployment({ annotation: '{{ now | date "2006-01-02" }}' }),
      'Deployment web',
      '/spec/template/metadata/annotations/sum',
    ],
    [
      'the name of an annotation',
      deployment({ metadata: ', annotations: {"{{ randAlpha 20 }}": a}' }),
      'Deployment web',
      '/metadata/annotations/',
    ],
    [
      'a digest outside of a pod template',
      deployment({ metadata: ', annotations: {sum: "{{ randAlpha 9 | sha256sum }}"}' }),
      'Deployment web',
      '/metadata/annotations/sum',
    ],
    [
      'an authority that is no certificate',
      webhooks('{{ randAlpha 64 | b64enc }}'),
      'ValidatingWebhookConfiguration web',
      '/webhooks/[name=a.example.com]/clientConfig/caBundle',
    ],
    [
      'an authority with something beside it',
      webhooks('{{ printf "%s\\nand more" (genCA "a" 9).Cert | b64enc }}'),
      'ValidatingWebhookConfiguration web',
      'caBundle',
    ],
    [
      'an authority that only looks like one',
      webhooks(
        '{{ printf "-----BEGIN CERTIFICATE-----\\n%s\\n-----END CERTIFICATE-----\\n" (randAlpha 64) | b64enc }}',
      ),
      'ValidatingWebhookConfiguration web',
      'caBundle',
    ],
    [
      'a key where an authority belongs',
      webhooks('{{ (genCA "a" 9).Key | b64enc }}'),
      'ValidatingWebhookConfiguration web',
      'caBundle',
    ],
    [
      "the address of a webhook's",
      webhooks('aGVsbG8=').replace('example.com"', 'example.com/{{ randAlpha 9 }}"'),
      'ValidatingWebhookConfiguration web',
      '/webhooks/[name=a.example.com]/clientConfig/url',
    ],
    ['a password in a ConfigMap', map('{{ randAlphaNum 20 }}'), 'ConfigMap a', '/data/a'],
    ['the type of a Secret', `${secret('a', 'b')}type: example.com/{{ randAlpha 9 }}\n`, 'Secret a', '/type'],
    ['a key of a Secret', secret('a', 'b, {{ randAlpha 20 }}: c'), 'Secret a', '/stringData/'],
    [
      'a label of a Secret',
      secret('a, labels: {a: "{{ randAlpha 20 }}"}', 'b'),
      'Secret a',
      '/metadata/labels/a',
    ],
    [
      'a hook',
      map('{{ randAlphaNum 20 }}', ', annotations: {helm.sh/hook: pre-install}'),
      'ConfigMap a',
      '/data/a',
    ],
  ])('%s: it says where, and nothing is planned', async (_what, template, object, field) => {
    const ending = render(chart(template));
    await expect(ending).rejects.toMatchObject({ code: 'invalid-source' });
    await expect(ending).rejects.toThrow(`templates/all.yaml: ${object}: `);
    await expect(ending).rejects.toThrow(field);
  });

  it('names each of several, once', async () => {
    const other = map('{{ randAlphaNum 20 }}').replace('name: a', 'name: b');
    const ending = render({ ...chart(map('{{ randAlphaNum 20 }}')), 'templates/b.yaml': other });
    await expect(ending).rejects.toThrow(
      /2 problems.*\n.*all.yaml: ConfigMap a: \/data\/a .*\n.*b.yaml: ConfigMap b: /,
    );
  });

  it('may be authorities, digests of pods and the data of Secrets', async () => {
    const all = [
      secret('a', '{{ genPrivateKey "ecdsa" | quote }}'),
      webhooks('{{ (genCA "a" 9).Cert | b64enc }}'),
      deployment({
        annotation: '{{ randAlpha 9 | sha256sum }}',
        label: '{{ randAlpha 9 | sha256sum | trunc 63 }}',
      }),
    ];
    const { declared } = await render(chart(all.join('---\n')));
    expect(declared.flatMap(({ unstable = [] }) => unstable)).toEqual([
      { pointer: '/stringData/password', form: 'private key' },
      {
        pointer: '/spec/template/metadata/annotations/sum',
        form: 'digest of 64 hexadecimal digits',
      },
      { pointer: '/spec/template/metadata/labels/sum', form: 'digest of 63 hexadecimal digits' },
      { pointer: '/webhooks/[name=a.example.com]/clientConfig/caBundle', form: 'certificate' },
    ]);
  });
});

describe('A13: templates that make another value each time', () => {
  it('are told once, with object and field', async () => {
    const { declared, warnings } = await render(chart(secret('a', '{{ randAlphaNum 20 }}')));
    expect(declared[0]?.unstable).toEqual(PASSWORD);
    expect(warnings).toEqual([
      expect.stringContaining(
        'templates/all.yaml: Secret a: /stringData/password is another value each time',
      ) as string,
    ]);
  });

  it.each(['now', 'now | date "2006"', 'now | date "02"', 'now | unixEpoch'])(
    'are told of {{ %s }}',
    async (time) => {
      const { declared } = await render(chart(secret('a', `{{ ${time} | quote }}`)));
      expect(declared[0]?.unstable).toEqual(PASSWORD);
    },
  );

  it('that give objects other names cannot be approved', async () => {
    await expect(render(chart(secret('a-{{ randNumeric 12 }}', 'b')))).rejects.toThrow('fixed names');
  });

  it('are told from those that do not', async () => {
    const { declared, warnings } = await render(chart(secret('a', '{{ "fixed" | sha256sum }}')));
    expect(declared[0]?.unstable).toBeUndefined();
    expect(warnings).toEqual([]);
  });
});

describe('A14: what Helm prints is refused', () => {
  it('F1: where it holds what is no object, instead of leaving that out', async () => {
    const files = { ...chart(secret('a', 'b')), 'templates/half.yaml': 'stringData: {a: b}\n' };
    await expect(render(files)).rejects.toThrow('something that is no object');
  });
});

describe('what a folder is made for', () => {
  it('is seen by its files, unless the target says otherwise', async () => {
    const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
    expect((await render({ 'a.yaml': map })).renderer).toBe('plain');
    expect((await render({ 'a.yaml': map, 'kustomization.yaml': 'resources: [a.yaml]' })).renderer).toMatch(
      'kustomize',
    );
    expect((await render(chart(map))).renderer).toMatch('helm');
    await expect(render(chart(map), { render: 'plain' })).rejects.toThrow('Set "render: helm"');
    await expect(render({ 'a.yaml': map }, { render: 'helm' })).rejects.toThrow('no Chart.yaml');
    await expect(render({ 'a.yaml': map }, { render: 'kustomize' })).rejects.toThrow('no kustomization.yaml');
    await expect(render({ ...chart(map), 'kustomization.yaml': '' })).rejects.toMatchObject({
      code: 'ambiguous',
    });
  });
});
