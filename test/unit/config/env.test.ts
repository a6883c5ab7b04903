import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readEnv } from '../../../src/config/env.ts';
import { SERVER_ENV_SCHEMA, readServerEnv } from '../../../src/config/server/server-env.ts';

describe('the environment', () => {
  it('.env.example documents every variable, and no other', () => {
    const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
    const documented = [...example.matchAll(/((?:^#.*\n)+)^([A-Z_]+)=.*$/gm)].map(([, , name]) => name ?? '');
    expect(documented.toSorted()).toEqual(Object.keys(SERVER_ENV_SCHEMA.shape).toSorted());
  });

  it('U69: .env.example tells the defaults as they are, and leaves empty what has none', () => {
    const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
    const told = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)];
    const required = {
      PLUMBLINE_APP_ID: '1',
      PLUMBLINE_PRIVATE_KEY_FILE: 'f',
      PLUMBLINE_WEBHOOK_SECRET: 's',
      PLUMBLINE_SERVER_CONFIG: 'c',
    };
    const defaults = { ...readServerEnv(required), ...readEnv({}) };
    expect(told.length).toBeGreaterThan(15);
    for (const [line, name = ''] of told) {
      const value = name in required ? '' : String(defaults[name as keyof typeof defaults] ?? '');
      expect(line).toBe(`${name}=${value}`);
    }
    expect(example).toContain('Default: warn; of `plumb serve`: info');
    expect(readServerEnv(required).PLUMBLINE_LOG_LEVEL).toBe('info');
  });

  it('of the server names what is missing', () => {
    expect(() => readServerEnv({ PLUMBLINE_APP_ID: 'one' })).toThrow(
      "environment: PLUMBLINE_APP_ID must be the App's number; PLUMBLINE_PRIVATE_KEY_FILE must name the PEM file",
    );
  });

  it('U67: of several replicas must have the key that they share', () => {
    const server = {
      PLUMBLINE_APP_ID: '1',
      PLUMBLINE_PRIVATE_KEY_FILE: 'f',
      PLUMBLINE_WEBHOOK_SECRET: 's',
      PLUMBLINE_SERVER_CONFIG: 'c',
      DATABASE_URL: 'postgres://db',
    };
    expect(() => readServerEnv(server)).toThrow(
      /^environment: PLUMBLINE_KEY must be set where DATABASE_URL is, .*openssl rand -hex 32/,
    );
    const key = 'k'.repeat(32);
    expect(readServerEnv({ ...server, PLUMBLINE_KEY: key }).PLUMBLINE_KEY).toBe(key);
    expect(readServerEnv({ ...server, DATABASE_URL: '' }).PLUMBLINE_KEY).toBeUndefined();
  });

  it('has defaults, and takes an empty variable for an absent one', () => {
    expect(readEnv({ PLUMBLINE_KEY: '', PATH: '/bin' })).toEqual({ PLUMBLINE_LOG_LEVEL: 'warn' });
  });

  it('names what is wrong, and never the value', () => {
    expect(() => readEnv({ PLUMBLINE_KEY: 'short-secret', PLUMBLINE_LOG_LEVEL: 'loud' })).toThrow(
      'environment: PLUMBLINE_KEY must have 32 characters or more; PLUMBLINE_LOG_LEVEL must be one of silent, error, warn, info, debug.',
    );
    expect(() => readEnv({ PLUMBLINE_KEY: 'short-secret' })).not.toThrow(/short-secret/);
  });
});
