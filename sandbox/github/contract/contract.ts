import type { Exchange } from '../server/api.ts';
import { type Description, loadDescription } from './description.ts';

/** Holds requests, answers and webhooks to what GitHub publishes about them. */
export interface Contract {
  exchange(exchange: Exchange): void;
  webhook(event: string, action: string | undefined, payload: unknown): void;
  /** What broke the descriptions so far: `GET /repos/{owner}/{repo} 200: /id must be integer`. */
  readonly problems: readonly string[];
  /** `GET /repos/{owner}/{repo}` of what was answered with success. */
  readonly answered: ReadonlySet<string>;
  /** `pull_request opened` of what was told. */
  readonly told: ReadonlySet<string>;
}

/** What the descriptions have wrong. A fork may be deleted: null elsewhere, and of one pull request as well. */
const FORKS = {
  '/components/schemas/pull-request/properties/head/properties/repo': {
    anyOf: [{ type: 'null' }, { $ref: '#/components/schemas/repository' }],
  },
};
/** Of a list of installations each account is said to be a user and an enterprise at once; one by one it is either. */
const INSTALLATIONS = {
  '/paths/~1app~1installations/get/responses/200/content/application~1json/schema/items/properties/account': {
    $ref: '#/components/schemas/installation/properties/account',
  },
};

/** Megabytes that do not change: read once. */
let loading: Promise<readonly [Description, Description]> | undefined;

function descriptions(): Promise<readonly [Description, Description]> {
  loading ??= Promise.all([
    loadDescription('@octokit/openapi', { ...FORKS, ...INSTALLATIONS }),
    loadDescription('@octokit/openapi-webhooks', FORKS),
  ]);
  return loading;
}

export async function createContract(): Promise<Contract> {
  const [rest, webhooks] = await descriptions();
  const problems = new Set<string>();
  const answered = new Set<string>();
  const told = new Set<string>();
  return {
    exchange(exchange) {
      const name = `${exchange.method} ${exchange.route}`;
      if (exchange.status < 400) answered.add(name);
      for (const problem of problemsOfExchange(rest, exchange)) problems.add(`${name}: ${problem}`);
    },
    webhook(event, action, payload) {
      const name = action === undefined ? event : `${event} ${action}`;
      told.add(name);
      for (const problem of problemsOfWebhook(webhooks, name, payload)) problems.add(`${name}: ${problem}`);
    },
    get problems() {
      return [...problems];
    },
    answered,
    told,
  };
}

/** GraphQL checks its requests and answers by its own schema. */
const GRAPHQL = '/graphql';
const JSON_TYPE = 'application/json';

function problemsOfExchange(rest: Description, exchange: Exchange): string[] {
  const { route, method, status } = exchange;
  if (route === GRAPHQL) return [];
  const operation = ['paths', route, method.toLowerCase()];
  if (rest.at(...operation) === undefined) return ['GitHub has no such operation'];
  // A wrong request is refused; that it was made is the problem of whoever made it.
  const asked =
    status < 400
      ? [...problemsOfQuery(rest, operation, exchange), ...problemsOfBody(rest, operation, exchange)]
      : [];
  return [...asked, ...problemsOfAnswer(rest, operation, exchange)];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
}

function problemsOfQuery(rest: Description, operation: readonly string[], { query }: Exchange): string[] {
  const parameters = Object.keys(rest.at(...operation, 'parameters') ?? {}).map((index) => ({
    index,
    ...(rest.at(...operation, 'parameters', index) as unknown as Parameter),
  }));
  return [...query].flatMap(([name, text]) => {
    const parameter = parameters.find((each) => each.in === 'query' && each.name === name);
    if (parameter === undefined) return [`request: GitHub knows no query parameter ${name}`];
    const place = [...operation, 'parameters', parameter.index, 'schema'];
    const asText = rest.problems(text, ...place);
    const fits = asText.length === 0 || rest.problems(valueOf(text), ...place).length === 0;
    return fits ? [] : asText.map((problem) => `request ?${name}: ${problem}`);
  });
}

/** `per_page=100` is the number that it says. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function problemsOfBody(
  rest: Description,
  operation: readonly string[],
  { requestBody }: Exchange,
): string[] {
  const place = [...operation, 'requestBody', 'content', JSON_TYPE, 'schema'];
  if (rest.at(...place) === undefined) {
    const empty = Object.keys(requestBody as object).length === 0;
    return empty ? [] : ['request: GitHub takes no body here'];
  }
  return rest.problems(requestBody, ...place).map((problem) => `request body: ${problem}`);
}

function problemsOfAnswer(
  rest: Description,
  operation: readonly string[],
  { status, contentType, responseBody }: Exchange,
): string[] {
  const answer = [...operation, 'responses', String(status)];
  const described = rest.at(...answer) !== undefined;
  // The description leaves many refusals out, which all have one form.
  const refusal = ['components', 'schemas', 'basic-error'];
  if (!described) {
    if (status < 400) return [`GitHub answers with no ${status}`];
    return rest.problems(responseBody, ...refusal).map((problem) => `${status}: ${problem}`);
  }
  if (!contentType.startsWith(JSON_TYPE)) return [];
  const place = [...answer, 'content', JSON_TYPE, 'schema'];
  if (rest.at(...place) === undefined)
    return responseBody === undefined || status >= 400 ? [] : [`${status}: GitHub sends no body`];
  return rest.problems(responseBody, ...place).map((problem) => `${status}: ${problem}`);
}

function problemsOfWebhook(webhooks: Description, name: string, payload: unknown): string[] {
  const key = name.replaceAll(/[_ ]/g, '-');
  const place = ['webhooks', key, 'post', 'requestBody', 'content', JSON_TYPE, 'schema'];
  if (webhooks.at(...place) === undefined) return ['GitHub has no such webhook'];
  return [...webhooks.problems(payload, ...place)];
}
