import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, it, onTestFinished } from 'vitest';
import { type Loop, startLoop, until } from '../../support/loop.ts';
import { pick, randomOf } from '../../support/random.ts';
import { scale, timeFor } from '../../support/scale.ts';
import { SEED } from '../../support/seed.ts';
import { fail, hold, settled } from './orders/oracle.ts';
import { type Order, pullOf, listenFor } from './orders/order.ts';
import { STEPS, branchFrom, configuration, isThere, propose, thing } from './orders/steps.ts';

const ORDERS = scale('orders of events on one app');
/** More would wait for the App instead of trying it. */
const SIDE_BY_SIDE = 6;
const STEPS_EACH = 14;

const approvalsOf = (index: number) => (index % 3 === 2 ? 2 : 1);

/** Whatever each object ever held, as the API server tells it. */
function watchObjects(loop: Loop): Map<string, string[]> {
  const held = new Map<string, string[]>();
  const args = [
    '--kubeconfig',
    inject('kubeconfig'),
    '--namespace',
    loop.namespace,
    'get',
    'configmaps',
    '--watch',
  ];
  const format = '-o=jsonpath={.metadata.name}={.data.text}{"\\n"}';
  const child = spawn(inject('kubectl'), [...args, format], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [name = '', text = ''] = line.split('=');
      held.set(name, [...(held.get(name) ?? []), text]);
    }
  });
  return held;
}

/** So many stories ask for more in an hour than GitHub grants one installation. */
function liftLimits({ github }: Loop): void {
  const installations = github.world.installations().map(({ id }) => `installation ${id}`);
  const people = ['alice', 'bob', 'carol', 'mallory'].map((login) => `user ${login}`);
  for (const caller of [...installations, ...people]) github.rateLimits.set(caller, 1_000_000);
}

async function tell(order: Order): Promise<void> {
  await branchFrom(order, 'release', 'main');
  await propose(order);
  await until(`${order.name} is looked at`, async () => isThere(order), 120);
  for (let step = 0; step < STEPS_EACH; step += 1) {
    await act(order, 0.3);
    hold(order);
    await sleep(Math.floor(order.random() * 1500));
    hold(order);
  }
  await settle(order);
}

async function settle(order: Order): Promise<void> {
  const isSettled = async () => settled(order);
  await until(`${order.name} settles`, isSettled, 240).catch(() => fail(order, 'something shows success'));
  hold(order);
}

/** What GitHub refuses was tried for nothing: something else is done then. */
async function act(order: Order, chance: number, tries = 4): Promise<void> {
  const [name, step] = pick(order.random, STEPS);
  const open = order.pulls.filter(({ number }) => pullOf(order, number).state === 'open');
  const pull = pick(order.random, open.length > 0 && order.random() < 0.8 ? open : order.pulls);
  const between = async () => {
    await sleep(Math.floor(order.random() * 1500));
    if (order.random() < chance) await act(order, 0);
  };
  order.events.push(`${name} #${pull.number}`);
  try {
    await step(order, pull, between);
  } catch (error) {
    const { status } = error as { status?: number };
    if (status === undefined && !String(error).includes('kubectl')) throw error;
    order.events.push(`(refused: ${String(error).slice(0, 100)})`);
    if (tries > 0) await act(order, chance, tries - 1);
  }
}

it(
  'U2, U3, U10, U40, U41, U42, U43, U50: on one app in any order of events nothing is applied, or shows success, that people did not let pass',
  { timeout: timeFor('orders of events on one app', 900_000) },
  async () => {
    const names = Array.from({ length: ORDERS }, (_, index) => `order-${index + 1}`);
    const also = Object.fromEntries(
      names.map((name, index) => [
        name,
        {
          '.github/plumbline.yml': configuration(name, approvalsOf(index)),
          'k8s/thing.yaml': thing({ name }, 'before'),
        },
      ]),
    );
    const orders: Order[] = [];
    const loop = await startLoop({ also, told: listenFor(orders) });
    liftLimits(loop);
    const held = watchObjects(loop);
    for (const [index, name] of names.entries())
      orders.push({
        loop,
        name,
        random: randomOf(SEED + index),
        approvals: approvalsOf(index),
        pulls: [],
        said: [],
        atReview: new Map(),
        brought: [],
        byHand: new Set(),
        live: () => held.get(name) ?? [],
        events: [],
        heads: new Set(),
        passed: new Set(),
      });
    const left = [...orders];
    const work = async () => {
      for (let order = left.shift(); order !== undefined; order = left.shift()) await tell(order);
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    for (const order of orders) await settle(order);

    // Otherwise nothing was tried.
    const passed = orders.filter((order) => order.passed.size > 0);
    const applied = orders.filter((order) => order.live().some((text) => !order.byHand.has(text)));
    process.stderr.write(
      `${ORDERS} orders of events on one app: ${passed.length} passed, ${applied.length} applied\n`,
    );
    expect(passed.length).toBeGreaterThan(0);
    expect(applied.length).toBeGreaterThan(0);
  },
);
