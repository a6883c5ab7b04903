import { z } from 'zod';
import { OpsError } from '../core/errors.ts';

const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

/** The environment variables of every command; `.env.example` documents each. */
export const ENV_SCHEMA = z.object({
  /** Hashes the values of Secrets in plans: the same on two machines that must agree on a fingerprint. */
  PLUMBLINE_KEY: z.string().min(32, 'must have 32 characters or more').optional(),
  PLUMBLINE_LOG_LEVEL: z.enum(LEVELS, { error: `must be one of ${LEVELS.join(', ')}` }).default('warn'),
  /** The kubeconfigs, in kubectl's form. */
  KUBECONFIG: z.string().optional(),
  /** Programs that render: paths, or names to look up in PATH. */
  PLUMBLINE_KUSTOMIZE: z.string().optional(),
  PLUMBLINE_KUBECTL: z.string().optional(),
  PLUMBLINE_HELM: z.string().optional(),
  /** The program that isolates them: bubblewrap. */
  PLUMBLINE_BWRAP: z.string().optional(),
  /** Set to anything: no colours (no-color.org). */
  NO_COLOR: z.string().optional(),
});
export type Env = z.infer<typeof ENV_SCHEMA>;

/** @throws OpsError, naming every variable with a wrong value, and never the value. */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  return readVariables(ENV_SCHEMA, variables);
}

/** The programs that render and isolate, and the path in which their names are looked up. */
export function programsOf(env: Env, path = '') {
  const { PLUMBLINE_KUSTOMIZE: kustomize, PLUMBLINE_KUBECTL: kubectl } = env;
  return { kustomize, kubectl, helm: env.PLUMBLINE_HELM, bwrap: env.PLUMBLINE_BWRAP, path };
}

/** An empty variable counts as absent. @throws OpsError as `readEnv` does. */
export function readVariables<Schema extends z.ZodType>(
  schema: Schema,
  variables: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new OpsError({
    code: 'invalid-config',
    subject: 'environment',
    message: `${problems.join('; ')}. .env.example says what each is for.`,
  });
}
