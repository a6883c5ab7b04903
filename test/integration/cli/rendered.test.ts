import { expect, inject, it } from 'vitest';
import { workplace } from '../../support/plumb.ts';

const programs = () => ({ PLUMBLINE_KUBECTL: inject('kubectl'), PLUMBLINE_HELM: inject('helm') ?? 'helm' });

const map = (value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {value: "${value}"}\n`;

it('a proposal that changes a base or a values file is previewed for each target that reads it', async () => {
  const place = await workplace({
    '.github/plumbline.yml': `version: 1
environments:
  prod:
    targets:
      built: { engine: kubernetes, cluster: ${inject('context')}, path: overlays/prod, namespace: NS }
      chart: { engine: kubernetes, cluster: ${inject('context')}, path: chart, namespace: NS, helm: { values: [values.yaml] } }
      other: { engine: kubernetes, cluster: ${inject('context')}, path: other, namespace: NS }
`,
    'base/kustomization.yaml': 'resources: [a.yaml]\n',
    'base/a.yaml': map('1'),
    'overlays/prod/kustomization.yaml': 'resources: [../../base]\nnamePrefix: built-\n',
    'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
    'chart/templates/a.yaml': map('{{ .Values.value }}').replace('name: a', 'name: chart'),
    'values.yaml': 'value: "1"\n',
    'other/a.yaml': map('1'),
  });
  const config = '.github/plumbline.yml';
  const text = await place.git('show', `HEAD:${config}`);
  await place.commit({ [config]: text.replaceAll('NS', place.namespace) });
  await place.commit({ 'base/a.yaml': map('2') }, 'base');
  const built = await place.plumb(['preview', 'main...base'], programs());
  expect(built.out).toContain('prod/built');
  expect(built.out).toContain('ConfigMap');
  expect(built.out).not.toContain('prod/chart');
  await place.git('switch', 'main');
  await place.commit({ 'values.yaml': 'value: "2"\n' }, 'values');
  const chart = await place.plumb(['preview', 'main...values'], programs());
  expect(chart.out).toContain('prod/chart');
  expect(chart.out).not.toContain('prod/built');
});

it('a chart that no configuration names is given its release and values by options', async () => {
  const place = await workplace({
    'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
    'chart/templates/a.yaml': map('{{ .Release.Name }} {{ .Values.value }}'),
    'prod.yaml': 'value: "2"\n',
  });
  const args = ['diff', 'chart', '--context', inject('context'), '--namespace', place.namespace];
  const { out } = await place.plumb([...args, '--release', 'blue', '--values', 'prod.yaml'], programs());
  expect(out).toContain('value: blue 2');
  const outside = await place.plumb([...args, '--values', '../prod.yaml'], programs());
  expect(outside.err + outside.out).toContain('it is not inside of');
});

it('a tool that is not there is an error that says what to install', async () => {
  const place = await workplace({ 'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n' });
  const { code, out, err } = await place.plumb(['diff', 'chart', '--context', inject('context')], {
    PLUMBLINE_HELM: '/nowhere/helm',
  });
  expect(code).not.toBe(0);
  expect(out + err).toContain('helm: it is not to be found. Install it, or name it by PLUMBLINE_HELM.');
});
