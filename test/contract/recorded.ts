import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Webhooks that GitHub sent, by name: `pull_request opened`, `push`. */
export function recordedWebhooks(): Map<string, unknown[]> {
  const file = require.resolve('@octokit/webhooks-examples/api.github.com/index.json');
  const all = JSON.parse(readFileSync(file, 'utf8')) as { name: string; examples: { action?: string }[] }[];
  return grouped(
    all.flatMap(({ name, examples }) =>
      examples.map((example) => [named(name, example.action), example] as const),
    ),
  );
}

export function named(event: string, action: string | undefined): string {
  return action === undefined ? event : `${event} ${action}`;
}

/** What GitHub answered, as somebody recorded it. */
export interface RecordedAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly response: unknown;
}

export function recordedAnswers(): RecordedAnswer[] {
  const folder = join(dirname(require.resolve('@octokit/fixtures/package.json')), 'scenarios/api.github.com');
  return readdirSync(folder).flatMap((scenario) => {
    const file = join(folder, scenario, 'normalized-fixture.json');
    const exchanges = JSON.parse(readFileSync(file, 'utf8')) as RecordedAnswer[];
    return exchanges.map(({ method, ...exchange }) => ({ ...exchange, method: method.toUpperCase() }));
  });
}

export function grouped<Value>(pairs: readonly (readonly [string, Value])[]): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}
