import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { onFreePort } from '../../../sandbox/cluster/port.ts';
import { ProgramEnded } from '../../../sandbox/cluster/ready.ts';

const other = createServer();

afterEach(() => other.close());

it('another port is tried when somebody else took the first one', async () => {
  const ports: number[] = [];
  const answer = await onFreePort(async (port) => {
    ports.push(port);
    if (ports.length > 1) return 'started';
    other.listen(port, '127.0.0.1');
    await once(other, 'listening');
    throw new ProgramEnded('address already in use');
  });
  expect(answer).toBe('started');
  expect(ports[1]).not.toBe(ports[0]);
});

it('a program that ended for another reason is not tried again', async () => {
  let attempts = 0;
  const start = onFreePort(async () => {
    attempts += 1;
    throw new ProgramEnded('unknown flag');
  });
  await expect(start).rejects.toThrow('unknown flag');
  expect(attempts).toBe(1);
});
