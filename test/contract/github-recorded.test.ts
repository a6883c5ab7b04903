import { describe, expect, it } from 'vitest';
import { allRoutes } from '../../sandbox/github/server/all-routes.ts';
import type { Exchange } from '../../sandbox/github/server/api.ts';
import { createRouter } from '../../sandbox/github/server/router.ts';
import { liveThrough } from './github-life/life.ts';
import { missingIn, shapeOf } from './recorded-shape.ts';
import { grouped, named, recordedAnswers, recordedWebhooks } from './recorded.ts';

/** What the recorded ones have and ours have not, with the reason. Everything else that is missing is a mistake. */
const EXCEPTIONS: readonly [what: RegExp, because: string][] = [
  [/\b(app|installation)\.permissions\.\w+ is missing$/, 'an App has the permissions that it asked for'],
  [/^check_run \w+: .*\bdeployment is missing$/, 'of runs that belong to a deployment of GitHub Actions'],
  [
    /^check_suite \w+: .*head_commit\.\w+\.username is missing$/,
    'of some commits only, and nobody says which',
  ],
  [/^installation.*: installation\.(created|updated)_at is string, not number$/, 'seconds once, text since'],
  [/^issues opened: changes is missing$/, 'of issues that came from another repository'],
];

describe('U59: the sandbox GitHub, held to what GitHub was recorded to say', { timeout: 300_000 }, () => {
  it('tells and answers with every field of the real ones, of its type', async () => {
    const told: (readonly [string, unknown])[] = [];
    const answered: (readonly [string, unknown])[] = [];
    await liveThrough({
      webhook: (event, action, payload) => void told.push([named(event, action), payload]),
      exchange: (exchange) => void answered.push([keyOf(exchange), exchange.responseBody]),
    });
    const webhooks = differences(grouped(told), recordedWebhooks());
    const answers = differences(grouped(answered), recordedByRoute());
    expect(webhooks.compared.length).toBeGreaterThan(40);
    expect(answers.compared.length).toBeGreaterThan(8);
    const all = [...webhooks.missing, ...answers.missing];
    const idle = EXCEPTIONS.filter(([what]) => !all.some((each) => what.test(each)));
    expect(idle).toEqual([]);
    expect(all.filter((each) => !isException(each))).toEqual([]);
  });
});

function differences(ours: ReadonlyMap<string, unknown[]>, real: ReadonlyMap<string, unknown[]>) {
  const compared = [...real.keys()].filter((name) => ours.has(name));
  const missing = compared.flatMap((name) =>
    missingIn(shapeOf(ours.get(name) ?? []), shapeOf(real.get(name) ?? [])).map((each) => `${name}: ${each}`),
  );
  return { compared, missing };
}

function isException(difference: string): boolean {
  return EXCEPTIONS.some(([what]) => what.test(difference));
}

function keyOf({ method, route, status }: Pick<Exchange, 'method' | 'route' | 'status'>): string {
  return `${method} ${route} ${status}`;
}

/** Answers by the operation that they are of; what is not simulated is left out. */
function recordedByRoute(): Map<string, unknown[]> {
  const find = createRouter(allRoutes({} as Parameters<typeof allRoutes>[0]));
  return grouped(
    recordedAnswers().flatMap(({ method, path, status, response }) => {
      const route = find(method, path.replace(/\?.*/, ''))?.route.path;
      return route === undefined || response === ''
        ? []
        : [[keyOf({ method, route, status }), response] as const];
    }),
  );
}
