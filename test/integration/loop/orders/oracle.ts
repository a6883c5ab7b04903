import {
  type Order,
  type Proposed,
  type Reading,
  type Said,
  contentOf,
  headOf,
  planOf,
  pullOf,
  runOn,
} from './order.ts';

/** Whoever may write: `mallory` may not. */
const WRITERS = ['alice', 'bob', 'carol'];

/** So many people who may, and have no part in it, said yes to what they had read. */
function approvals(
  { said }: Order,
  { number, own }: Pick<Proposed, 'number' | 'own'>,
  isIt: (read: Reading) => boolean,
  counts: (word: Said) => boolean = () => true,
): number {
  const words = said.filter(({ pull, read }) => pull === number && read.some(isIt)).filter(counts);
  return new Set(words.map(({ user }) => user).filter((user) => WRITERS.includes(user) && !own.has(user)))
    .size;
}

/** The fewest approvals that any gate asked for that people let come into force so far. */
function fewest(order: Order): number {
  const possible = new Set([order.approvals]);
  const brought = [
    ...order.pulls
      .filter(({ number }) => pullOf(order, number).pull.merged)
      .flatMap((each) =>
        changesOf(order, each.number).map((to) => ({
          to,
          given: approvals(order, each, ({ approvals: read }) => read === to),
        })),
      ),
    ...order.brought.map(({ approvals: to, by }) => ({
      to,
      given: approvals(order, { number: 0, own: new Set(by) }, ({ approvals: read }) => read === to),
    })),
  ];
  for (let grown = true; grown;) {
    const next = brought.find(({ to, given }) => !possible.has(to) && given >= Math.min(...possible));
    grown = next !== undefined;
    if (next !== undefined) possible.add(next.to);
  }
  return Math.min(...possible);
}

/** Gates that somebody read in a pull request. */
function changesOf({ said }: Order, number: number): number[] {
  const read = said.filter(({ pull }) => pull === number).flatMap((word) => word.read);
  return [...new Set(read.flatMap(({ approvals: to }) => to ?? []))];
}

/** @throws when something shows success, or is live, that people did not let pass under any gate that they let be */
export function hold(order: Order): void {
  const wanted = fewest(order);
  const merged = order.pulls.filter(({ number }) => pullOf(order, number).pull.merged);
  for (const text of order.live()) {
    const isIt = (read: Reading) => read.text === text;
    const isLet = merged.some((each) => wanted === 0 || approvals(order, each, isIt) >= wanted);
    if (text !== '' && !order.byHand.has(text) && !isLet) fail(order, `${text} is live`);
  }
  for (const head of byHead(order).keys()) {
    const plan = successOf(order, head);
    // What came, went or was pushed on a moment ago may not have been looked at yet.
    const had = order.pulls.filter(({ number }) => order.heads.has(headOf(number, head)));
    const isLet = had.some((each) => approvals(order, each, (read) => read.plan === plan) >= wanted);
    if (plan !== undefined && !isLet) fail(order, `plan ${plan} shows success on ${head}`);
  }
}

/** Once everything has been looked at: what was taken back counts no longer, and every pull request of a head has its say. */
export function settled(order: Order): boolean {
  const wanted = fewest(order);
  const stands = ({ takenBack }: Said) => takenBack !== true;
  return [...byHead(order)].every(([head, pulls]) => {
    const plan = successOf(order, head);
    if (plan === undefined) return true;
    const given = (each: Proposed, isIt: (read: Reading) => boolean) =>
      approvals(order, each, isIt, stands) >= wanted;
    return (
      pulls.some((each) => given(each, (read) => read.plan === plan)) &&
      pulls.every((each) => given(each, () => true))
    );
  });
}

/** Open pull requests into the default branch. */
function byHead(order: Order): Map<string, Proposed[]> {
  const heads = new Map<string, Proposed[]>();
  for (const each of order.pulls) {
    const { state, pull } = pullOf(order, each.number);
    if (state !== 'open' || pull.base.ref !== 'main') continue;
    heads.set(pull.head.sha, [...(heads.get(pull.head.sha) ?? []), each]);
  }
  return heads;
}

/** The plan that a check lets pass, if it would change anything. */
export function successOf(order: Order, head: string): string | undefined {
  const run = runOn(order, head);
  if (run?.conclusion !== 'success') return undefined;
  const { text, approvals: to } = contentOf(run.output.text ?? '');
  const plan = planOf(run.output.summary);
  // It says that nothing changes, and shows that something does.
  if (plan === undefined && (text !== undefined || to !== undefined))
    fail(order, `${head} is let pass without a plan`);
  return plan;
}

export function fail(order: Order, what: string): never {
  const pulls = order.pulls.map(({ number, own }) => {
    const { state, pull } = pullOf(order, number);
    const { base, head, merged } = pull;
    const { conclusion, output } = runOn(order, head.sha) ?? {};
    const check = { conclusion, summary: output?.summary };
    return { number, state, merged, base: base.ref, head: head.sha, own: [...own], check };
  });
  const { name, said, live, byHand, brought, approvals: asked } = order;
  const truth = { asked, said, pulls, brought, live: live(), byHand: [...byHand] };
  throw new Error(
    `${name}: ${what}, and nobody let it.\n${order.events.join('\n')}\n${JSON.stringify(truth, undefined, 1)}`,
  );
}
