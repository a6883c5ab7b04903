import { z } from 'zod';
import { ENV_SCHEMA, readVariables } from '../env.ts';

const PORT = z.coerce.number().int().min(0).max(65_535);

/** The environment variables of `plumb serve`; `.env.example` documents each. */
export const SERVER_ENV_SCHEMA = ENV_SCHEMA.extend({
  PLUMBLINE_LOG_LEVEL: ENV_SCHEMA.shape.PLUMBLINE_LOG_LEVEL.default('info'),
  PLUMBLINE_APP_ID: z.coerce.number({ error: "must be the App's number" }).int().positive(),
  PLUMBLINE_PRIVATE_KEY_FILE: z.string({ error: 'must name the PEM file that GitHub gave for the App' }),
  PLUMBLINE_WEBHOOK_SECRET: z.string({ error: "must be the App's webhook secret" }),
  /** The previous secret, while GitHub may still sign with it. */
  PLUMBLINE_WEBHOOK_SECRET_OLD: z.string().optional(),
  PLUMBLINE_SERVER_CONFIG: z.string({ error: 'must name the file that grants clusters to repositories' }),
  /** GitHub Enterprise Server: `https://<host>` and `https://<host>/api/v3`. */
  PLUMBLINE_GITHUB_URL: z.url().default('https://github.com'),
  PLUMBLINE_GITHUB_API_URL: z.url().default('https://api.github.com'),
  /** Absent: an embedded database in the data folder. */
  DATABASE_URL: z.string().optional(),
  PLUMBLINE_DATA: z.string().default('data'),
  PLUMBLINE_HOST: z.string().default('0.0.0.0'),
  PORT: PORT.default(3000),
  PLUMBLINE_METRICS_HOST: z.string().default('127.0.0.1'),
  PLUMBLINE_METRICS_PORT: PORT.default(9464),
});
export type ServerEnv = z.infer<typeof SERVER_ENV_SCHEMA>;

/** @throws OpsError, naming every missing or wrong variable, and never a value. */
export function readServerEnv(variables: Readonly<Record<string, string | undefined>>): ServerEnv {
  return readVariables(SERVER_ENV_SCHEMA.refine(hasSharedKey, SHARED_KEY), variables);
}

/** With keys of their own, replicas would mask a secret differently: an approval would not fit the other's plan. */
const SHARED_KEY = {
  path: ['PLUMBLINE_KEY'],
  message:
    'must be set where DATABASE_URL is, since each replica would make another one: to what PLUMBLINE_DATA/key holds where a server ran before, else to the output of "openssl rand -hex 32"',
};

function hasSharedKey({ DATABASE_URL, PLUMBLINE_KEY }: ServerEnv): boolean {
  return DATABASE_URL === undefined || PLUMBLINE_KEY !== undefined;
}
