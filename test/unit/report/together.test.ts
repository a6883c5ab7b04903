import { describe, expect, it } from 'vitest';
import type { Change, Mark } from '../../../src/core/change/change.ts';
import type { JsonObject } from '../../../src/core/json/json.ts';
import { checkOutput, diffPages } from '../../../src/report/github/check.ts';
import { planJson } from '../../../src/report/json.ts';
import { previewMarkdown } from '../../../src/report/markdown/markdown.ts';
import { PLAIN } from '../../../src/report/terminal/style.ts';
import { planText, previewText } from '../../../src/report/terminal/text.ts';
import { decision, reportOf } from './gate-samples.ts';
import { expectInert } from './inert.ts';
import { change, plan, previewOfPlans, sampleField } from './samples.ts';
import {
  LARGE_CRD,
  REPLACED,
  WEBHOOK_DOWN,
  createOf,
  crd,
  deleteOf,
  updateOf,
  workload,
} from './worst-samples.ts';

const markdown = (changes: readonly Change[]) => previewMarkdown(previewOfPlans(plan([]), plan(changes)));
const targetsOf = (changes: readonly Change[]) =>
  previewOfPlans(plan([]), plan(changes)).targets.map(({ preview }) => preview);
const version = (name: string, of: string, image = 'x:1') =>
  workload(name, { image, labels: { 'app.kubernetes.io/version': of, 'helm.sh/chart': `shop-${of}` } });
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('labels that are put everywhere', () => {
  const changes = NAMES.map((name) => updateOf(version(name, '1.2'), version(name, '1.3')));

  it('C21: are told once, with the objects listed and counted', () => {
    const comment = markdown(changes);
    expect(comment).toContain('| `production/shop` | 0 | 6 |');
    expect(comment).toContain('The same in **6 objects**. Nothing else of them changes.');
    expect(comment.match(/\+ app\.kubernetes\.io\/version: "1\.3"/g)).toHaveLength(1);
    expect(comment.match(/\+ helm\.sh\/chart: shop-1\.3/g)).toHaveLength(1);
    for (const name of NAMES) expect(comment).toContain(`\napps/Deployment shop/${name}\n`);
    expectInert(comment);
  });

  it('C21: what else an object changes is told with it', () => {
    const more = updateOf(version('g', '1.2'), version('g', '1.3', 'x:2'));
    const comment = markdown([...changes, more]);
    expect(comment).toContain('The same in **7 objects**. What else 1 of them change is shown above');
    expect(comment).toMatch(/update apps\/Deployment shop\/g.*restarts its pods[^]*\+ image: x:2\n```/);
  });

  it('C21: of fewer objects, or with another value, they are told with each', () => {
    expect(markdown(changes.slice(0, 4))).not.toContain('The same in');
    const each = NAMES.map((name) => updateOf(version(name, '1.2'), version(name, `1.2-${name}`)));
    expect(markdown(each)).not.toContain('The same in');
  });

  it('C21: the terminal lists them, the check run tells each in full', () => {
    const answer = { status: 'planned', target: 't', plan: plan(changes) } as const;
    expect(planText(answer, PLAIN)).toContain('the same in 6 objects; nothing else of them changes');
    expect(planText(answer, PLAIN)).toContain('in apps/Deployment shop/f');
    const text = checkOutput(reportOf(decision(), targetsOf(changes))).text ?? '';
    expect(text.match(/\+ helm\.sh\/chart: shop-1\.3/g)).toHaveLength(6);
  });

  it('C22: in a pod template they stay with each object, with the restart that they cause', () => {
    const annotated = (name: string, sum: string) =>
      workload(name, { annotations: { 'checksum/config': sum } });
    const comment = markdown(NAMES.map((name) => updateOf(annotated(name, '1'), annotated(name, '2'))));
    expect(comment).not.toContain('The same in');
    expect(comment).toMatch(/update 6 .*checksum\/config.*restarts its pods/);
    for (const name of NAMES) expect(comment).toContain(`@@ ${name}: spec.template.metadata.annotations @@`);
  });
});

describe('what is dangerous', () => {
  const danger: Mark = { level: 'danger', text: 'careful' };

  it('is never told together with others, and comes first', () => {
    const changes = NAMES.map((name) =>
      change({ subject: { ...change().subject, name }, fields: [sampleField('spec.a', name, 1)] }),
    );
    const comment = markdown(
      changes.with(5, { ...change(), fields: [sampleField('spec.a', 1, 2)], marks: [danger] }),
    );
    const titles = comment.match(/<summary>.*<\/summary>/g) ?? [];
    expect(titles[0]).toContain('careful');
    expect(titles[1]).toContain('update 5 ');
  });

  it('G7: a replacement says what is lost before anything else, in every format', () => {
    const comment = previewMarkdown(REPLACED);
    expect(comment.indexOf('Data is at stake')).toBeLessThan(comment.indexOf('| target |'));
    expect(comment).toContain(
      '- `replace apps/StatefulSet shop/db`: its volume claims, and the data in them',
    );
    expect(comment).toContain('| `production/shop` | 0 | 1 | 1 | 0 |');
    expect(previewText(REPLACED, PLAIN)).toMatch(/replace apps\/StatefulSet shop\/db .*are deleted with it/);
    const [first] = REPLACED.targets;
    const targets = first ? [first.preview] : [];
    expect(checkOutput(reportOf(decision(), targets)).title).toContain('1 to replace');
    expect(checkOutput(reportOf(decision(), targets)).text).toContain('Data is at stake');
  });
});

describe('another name', () => {
  const old = workload('old', { container: { env: [{ name: 'A', value: '1' }] } });
  const fresh = workload('new', {
    image: 'registry.example/old:2',
    container: { env: [{ name: 'A', value: '1' }] },
  });
  const data = (name: string): JsonObject => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: 'shop' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });

  it('B11: one entry with what differs, and two in the counts', () => {
    const comment = markdown([createOf(fresh), deleteOf(old)]);
    expect(comment).toContain('renamed? apps/Deployment shop/old → shop/new');
    expect(comment).toContain('| `production/shop` | 1 | 0 | 0 | 1 |');
    expect(comment).toContain('+ image: registry.example/old:2');
    expect(comment.match(/<details( open)?>/g)).toHaveLength(1);
    expectInert(comment);
  });

  it('B11: what holds data is marked loudest: nothing of it is moved', () => {
    const comment = markdown([createOf(data('new')), deleteOf(data('old'))]);
    expect(comment).toMatch(/renamed\? .*⚠️ <code>nothing that it holds is moved<\/code>/);
    expect(comment).toContain('- `delete PersistentVolumeClaim shop/old`: deleting a volume claim');
  });

  it('B11: the pages that hold everything have both, and JSON too', () => {
    const changes = [createOf(fresh), deleteOf(old)];
    const pages = diffPages('production', targetsOf(changes), 1200).map(({ text }) => text);
    expect(pages.join('\n')).toContain('create apps/Deployment shop/new');
    expect(pages.join('\n')).toContain('delete apps/Deployment shop/old');
    expect(planJson({ status: 'planned', target: 't', plan: plan(changes) })).not.toContain('renamed?');
  });
});

describe('a hook', () => {
  it('is shown with what it runs and when, in every format, and is no change', () => {
    const subject = { kind: 'batch/Job', scope: 'shop', name: 'migrate' };
    const object: JsonObject = { kind: 'Job', apiVersion: 'batch/v1', spec: { suspend: false } };
    const proposed = plan([change({ fields: [sampleField('spec.a', 1, 2)] })], {
      hooks: [{ subject, phase: 'before', weight: 0, object }],
    });
    const preview = previewOfPlans(plan([]), proposed);
    for (const text of [previewMarkdown(preview), previewText(preview, PLAIN)]) {
      expect(text).toContain('run batch/Job shop/migrate before everything else');
      expect(text).toMatch(/apiVersion: batch\/v1\n +kind: Job/);
    }
    expect(previewMarkdown(preview)).toContain('### Plumbline: 1 change\n');
  });
});

describe('what cannot be told', () => {
  it('I16, E5: the same reason of many objects is said once, each object is named, and it is no "no changes"', () => {
    const comment = previewMarkdown(WEBHOOK_DOWN);
    expect(comment).toContain('### Plumbline: cannot tell for 1 target (10 objects)');
    expect(comment.match(/connection refused/g)).toHaveLength(1);
    expect(comment.match(/^ {2}- apps\/Deployment shop\/\w+ \(.*deployments\.yaml:\d+\)$/gm)).toHaveLength(
      10,
    );
    expect(comment).not.toMatch(/no changes|An approval is for/);
    expect(comment).toContain('+ LOG_LEVEL: debug');
  });
});

describe('what is long', () => {
  it('J5: a CRD of 5,000 lines is compared as the tree that it is', () => {
    const lines = JSON.stringify(crd(), undefined, 2).split('\n').length;
    expect(lines).toBeGreaterThan(5000);
    expect(previewMarkdown(LARGE_CRD).split('\n').length).toBeLessThan(100);
  });

  it('I1: the pages have all of it where the comment leaves something out', () => {
    const value = Array.from({ length: 3000 }, (_, i) => `line ${i} `.padEnd(40, 'x'))
      .join('\n')
      .concat('\n');
    const subject = { kind: 'ConfigMap', scope: 'shop', name: 'big' };
    const changes = [change({ subject, fields: [sampleField('data.text', 'one\ntwo\n', value)] })];
    expect(markdown(changes)).toContain('3000 lines added, 2 lines removed');
    const whole = diffPages('production', targetsOf(changes))
      .map(({ text }) => text)
      .join('\n');
    for (const at of [0, 1500, 2999]) expect(whole).toContain(`line ${at} `);
  });
});
