import { describe, expect, it } from 'vitest';
import { type Loop, CONFIG, startLoop, until } from '../../support/loop.ts';
import { approved, onShow, passes, pressRun, review, say } from '../../support/shop.ts';

const FILE = '.github/plumbline.yml';
const TIP = 'plumbline / configuration';
const gate = (approvals: number) => ({ [FILE]: CONFIG.replace('approvals: 1', `approvals: ${approvals}`) });
const note = (name: string, text = 'hello') => ({
  [`k8s/${name}.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { text: ${text} }\n`,
});
const FIRST = { files: note('first') };

const exists = async (loop: Loop, name: string) =>
  (await loop.kubectl('get', 'configmap', name, '--ignore-not-found', '-o', 'name')) !== '';

async function propose(loop: Loop, branch: string, files: Readonly<Record<string, string | undefined>>) {
  await loop.push(branch, files);
  return loop.open(branch);
}

/** A repository that has been looked at: what it said then is in force. */
async function seen(): Promise<Loop> {
  const loop = await startLoop(FIRST);
  await onShow(loop, await propose(loop, 'seen', note('seen')));
  return loop;
}

/** What the check of the branch's tip says, once it says that. */
function tip(loop: Loop, says: RegExp) {
  return until(`the tip says ${String(says)}`, async () => {
    const check = await loop.checkAt('main', TIP);
    return check !== undefined && says.test(`${check.title}\n${check.summary}\n${check.text}`) && check;
  });
}

const NOT_IN_FORCE = /not in force/;
const IN_FORCE = /is in force/;

describe('the configuration in force', { timeout: 300_000 }, () => {
  it('U2: a pull request that lowers its gate is judged by the one before, merged or not; what comes next by the new one', async () => {
    const loop = await startLoop(FIRST);
    const pull = await propose(loop, 'lower', { ...gate(0), ...note('sneaked') });
    const check = await onShow(loop, pull);
    expect(check).toMatchObject({ conclusion: null });
    expect(check.summary).toContain('0 of 1 approvals');
    expect((await loop.comments(pull)).join()).toContain('gate.approvals: 1 → 0');
    await loop.merge(pull);
    await tip(loop, NOT_IN_FORCE);
    await say(loop, pull, 'carol', '/plumb sync production');
    // Asked for, and answered: it is still waiting.
    await until('it is said', async () =>
      (await loop.comments(pull)).some((body) => body.includes('Nothing was applied')),
    );
    expect(await loop.deployments()).toEqual([]);
    expect(await exists(loop, 'sneaked')).toBe(false);

    await review(loop, pull, 'bob');
    await passes(loop, pull);
    await until('it is deployed', () => exists(loop, 'sneaked'));
    await tip(loop, IN_FORCE);
    const next = await propose(loop, 'next', note('free'));
    expect((await passes(loop, next)).summary).toContain('No approval is asked for');
    await loop.merge(next);
    await until('it is deployed', () => exists(loop, 'free'));
  });

  it('U2: a pull request of the configuration alone waits, says what judges otherwise from then on, and then it does', async () => {
    const loop = await startLoop(FIRST);
    const pull = await propose(loop, 'raise', gate(2));
    const check = await onShow(loop, pull);
    expect(check).toMatchObject({ conclusion: null });
    expect(`${check.title}\n${check.text}`).toMatch(/configuration changes[\s\S]*gate\.approvals: 1 → 2/);
    const [comment] = await loop.comments(pull);
    expect(comment).toMatch(/configured otherwise from then on[\s\S]*gate\.approvals: 1 → 2/);
    const other = await propose(loop, 'other', note('other'));
    await approved(loop, other);
    await approved(loop, pull);
    await loop.merge(pull);
    await until('the other one is judged by it', async () =>
      /1 of 2 approvals/.test((await loop.check(other))?.summary ?? ''),
    );
    expect((await loop.check(other))?.conclusion).toBeNull();
    await review(loop, other, 'carol');
    await passes(loop, other);
  });

  it.each([
    [
      'merged past the check by an administrator',
      async (loop: Loop) => {
        const pull = await propose(loop, 'lower', gate(0));
        await onShow(loop, pull);
        await loop.merge(pull, 'carol');
        return ['alice', 'carol'] as const;
      },
    ],
    [
      'pushed to the branch',
      async (loop: Loop) => {
        await loop.push('main', gate(0), 'carol');
        return ['carol'] as const;
      },
    ],
  ])(
    'U2: %s, a configuration judges nothing until somebody else who may puts it in force',
    async (_how, bring) => {
      const loop = await startLoop(FIRST);
      const before = await propose(loop, 'before', note('before'));
      await onShow(loop, before);
      const involved = await bring(loop);
      const waiting = await tip(loop, NOT_IN_FORCE);
      expect(waiting.conclusion).toBeNull();
      expect(waiting.text).toContain('gate.approvals: 1 → 0');
      const later = await propose(loop, 'later', note('later'));
      for (const pull of [before, later])
        expect((await onShow(loop, pull)).summary).toContain('0 of 1 approvals');

      const press = async (by: Parameters<typeof pressRun>[2]) =>
        pressRun(loop, (await loop.checkAt('main', TIP))?.id ?? 0, by);
      expect(await press('mallory')).toBe(403);
      for (const login of involved) {
        expect(await press(login)).toBe(200);
        await tip(loop, new RegExp(`approval of @${login}`));
      }
      expect((await tip(loop, NOT_IN_FORCE)).summary).toContain('0 of 1 approvals');
      expect(await press('bob')).toBe(200);
      await tip(loop, IN_FORCE);
      for (const pull of [before, later]) await passes(loop, pull);
    },
  );

  it('U2: what was put in force once, taken back, and pushed again waits for another press', async () => {
    const loop = await seen();
    const pressed = async (by: 'alice' | 'bob') => {
      // The check has no button before it is on show.
      await until('the button is pressed', async () => {
        const { id } = await tip(loop, NOT_IN_FORCE);
        return (await pressRun(loop, id, by)) === 200;
      });
      await tip(loop, IN_FORCE);
    };
    await loop.push('main', gate(0), 'carol');
    await pressed('bob');
    const pull = await propose(loop, 'later', note('later'));
    await passes(loop, pull);
    // The gate in force asks for nobody's approval, of this neither.
    await loop.push('main', gate(1), 'carol');
    await until('the one of before is back', async () => (await loop.check(pull))?.conclusion === null);
    await loop.push('main', gate(0), 'carol');
    expect((await tip(loop, NOT_IN_FORCE)).summary).toContain('0 of 1 approvals');
    expect((await loop.check(pull))?.conclusion).toBeNull();
  });

  it('U2: an invalid one leaves the last valid one in force, and can be mended by a pull request', async () => {
    const loop = await seen();
    await loop.push('main', { [FILE]: `${CONFIG}gates: none\n` }, 'carol');
    const broken = await tip(loop, /last valid configuration stays in force/);
    expect(broken.conclusion).toBe('failure');
    const pull = await propose(loop, 'change', note('change'));
    await approved(loop, pull);
    await loop.merge(pull);
    await until('it is deployed', () => exists(loop, 'change'));
    const mend = await propose(loop, 'mend', gate(2));
    expect((await onShow(loop, mend)).summary).toContain('0 of 1 approvals');
    await approved(loop, mend);
    await loop.merge(mend);
    const after = await propose(loop, 'after', note('after'));
    await until(
      'it is in force',
      async () => (await loop.check(after))?.summary.includes('of 2 approvals') === true,
    );
  });
});
