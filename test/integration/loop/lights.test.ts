import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { liveIn, press } from '../../support/lights-engine.ts';
import { startLoop, until } from '../../support/loop.ts';
import { approved, deployed } from '../../support/shop.ts';
import { folderWith } from '../../support/temp-folder.ts';

const SERVER = fileURLToPath(new URL('../../support/lights-server.ts', import.meta.url));

const CONFIG = `version: 1
environments:
  production:
    gate: { approvals: 1 }
    drift: { action: pull-request, after: 1s }
    targets:
      house: { engine: lights, house: number-9, path: lights }
`;

it('an engine of its own file and wiring goes through the whole loop, from comment to drift pull request', async () => {
  const house = folderWith({ kitchen: 'off' });
  const files = { '.github/plumbline.yml': CONFIG, 'lights/rooms': 'kitchen off\n' };
  const loop = await startLoop({ files, program: SERVER, env: { LIGHTS: house } });
  await loop.push('evening', { 'lights/rooms': 'kitchen on\nhall on\n' });
  const pull = await loop.open('evening');
  await approved(loop, pull);
  const [comment = ''] = await loop.comments(pull);
  expect(comment).toContain('Light kitchen');
  expect(comment).toMatch(/^- .*off$/m);
  expect(comment).toMatch(/^\+ .*on$/m);
  expect(Object.fromEntries(liveIn(house))).toEqual({ kitchen: 'off' });

  await loop.merge(pull);
  await deployed(loop, 1);
  expect(Object.fromEntries(liveIn(house))).toEqual({ kitchen: 'on', hall: 'on' });

  press(house, 'hall', 'off');
  const drift = await until('the drift is proposed to be reverted', async () => {
    const { data } = await loop.as('carol').rest.pulls.list({ owner: 'acme', repo: 'shop', state: 'open' });
    return data.find(({ head }) => head.ref.startsWith('plumbline/drift/'))?.number;
  });
  await approved(loop, drift);
  await loop.merge(drift);
  await deployed(loop, 2);
  expect(Object.fromEntries(liveIn(house))).toEqual({ kitchen: 'on', hall: 'on' });
}, 300_000);
