import { describe, expect, it } from 'vitest';
import { CONFIG, startLoop, until } from '../../support/loop.ts';
import { SHOP, deploy, deployed, deployment } from '../../support/shop.ts';

const word = (text: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: word }\ndata: { text: ${text} }\n`;
const license = (text: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: license }\ndata: { text: ${text} }\n`;
const MASKING = `${CONFIG}    mask:
      - { kind: ConfigMap, name: license, path: /data/text }
`;
const SILENCED = `${CONFIG}    ignore:
      - { kind: Deployment, path: /spec/template, because: nobody needs to see it }
`;

describe('a pull request', { timeout: 300_000 }, () => {
  it('I14: does not silence itself: what is ignored is said by the base', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', SHOP);
    await loop.push('silent', { '.github/plumbline.yml': SILENCED, 'k8s/web.yaml': deployment('web:2') });
    const pull = await loop.open('silent');
    const [comment] = await until('there is a comment', async () => {
      const all = await loop.comments(pull);
      return all.length > 0 && all;
    });
    expect(comment).toContain('web:2');
    expect((await loop.check(pull))?.conclusion).not.toBe('success');
  });

  it('H8: does not unmask itself: what is masked is said by the base', async () => {
    const loop = await startLoop({ files: { '.github/plumbline.yml': MASKING } });
    await deploy(loop, 'first', { ...SHOP, 'k8s/license.yaml': license('the-value-before') });
    await loop.push('unmasking', {
      '.github/plumbline.yml': CONFIG,
      'k8s/license.yaml': license('the-value-after'),
    });
    const pull = await loop.open('unmasking');
    const [comment] = await until('there is a comment', async () => {
      const all = await loop.comments(pull);
      return all.length > 0 && all;
    });
    const check = await loop.check(pull);
    expect(comment).toMatch(/update ConfigMap .*license/);
    expect(comment).toMatch(/\+ text: \(masked [0-9a-f]{12}\)/);
    expect(`${comment} ${JSON.stringify(check)}`).not.toMatch(/the-value-(before|after)/);
  });

  it('I4: that is behind its base shows nothing of what others merged since', async () => {
    const loop = await startLoop();
    await deploy(loop, 'first', SHOP);
    await loop.push('mine', { 'k8s/word.yaml': word('hello') });
    await deploy(loop, 'theirs', { 'k8s/web.yaml': deployment('web:2') });
    await deployed(loop, 2);
    const pull = await loop.open('mine');
    const [comment] = await until('there is a comment', async () => {
      const all = await loop.comments(pull);
      return all.length > 0 && all;
    });
    expect(comment).toMatch(/create ConfigMap .*word/);
    expect(comment).not.toContain('web:1');
    expect(comment).not.toContain('web:2');
  });
});

describe('a pull request that cannot be told', { timeout: 300_000 }, () => {
  it('I16, I17: whose cluster is out of reach, or whose folder is gone, fails its check and never reads as "no changes"', async () => {
    const far = `  staging:
    targets:
      far: { engine: kubernetes, cluster: gone, path: far, namespace: NAMESPACE }
`;
    const loop = await startLoop({
      files: { '.github/plumbline.yml': `${CONFIG}${far}`, 'far/word.yaml': word('hello') },
    });
    await deploy(loop, 'first', SHOP);
    const cases = [
      ['far', { 'far/word.yaml': word('bye') }, 'plumbline / staging', 'cannot be reached'],
      [
        'removed',
        Object.fromEntries(Object.keys(SHOP).map((path) => [path, undefined])),
        'plumbline / production',
        'no such folder',
      ],
    ] as const;
    for (const [branch, files, name, words] of cases) {
      await loop.push(branch, files);
      const pull = await loop.open(branch);
      const check = await until('the check is done', async () => {
        const found = await loop.check(pull, name);
        return found?.status === 'completed' && found;
      });
      expect(check.conclusion, branch).toBe('failure');
      expect(`${check.title} ${check.summary} ${check.text}`).toContain(words);
      const comments = await loop.comments(pull);
      expect(comments.join('\n')).toContain(words);
      expect(comments.join('\n').toLowerCase()).not.toContain('no changes');
    }
  });
});
