import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JailFile, inJail } from '../../../src/render/jail.ts';

const blob = (path: string, bytes = Buffer.from('a')): JailFile => ({ path, bytes });

const sh = (script: string) => ['/bin/sh', ['-c', script]] as const;

describe('what a program sees', () => {
  it('I15: nothing of our environment: no credentials, no cluster, no other program, no way out', async () => {
    const { stdout } = await inJail([], (jail) => jail.run('/usr/bin/env', []));
    const variables = new Map(stdout.trim().split('\n').map(nameAndValue));
    expect([...variables.keys()].filter((name) => !name.startsWith('HELM_')).toSorted()).toEqual(
      'HOME HTTPS_PROXY HTTP_PROXY KUBECONFIG LANG PATH TMPDIR http_proxy https_proxy'.split(' '),
    );
    expect(variables.get('KUBECONFIG')).toBe('/dev/null');
    expect(variables.get('HTTPS_PROXY')).toBe('http://127.0.0.1:9');
    expect(existsSync(variables.get('PATH') ?? '/')).toBe(false);
  });

  it("the files, byte by byte, in a folder that is its owner's only", async () => {
    const bytes = Buffer.from([0, 255, 10, 128]);
    await inJail([blob('a/b/chart.tgz', bytes)], async (jail) => {
      expect(statSync(dirname(jail.home)).mode & 0o777).toBe(0o700);
      const { stdout } = await jail.run(...sh('/usr/bin/od -An -tu1 a/b/chart.tgz'));
      expect(stdout.trim().split(/ +/)).toEqual(['0', '255', '10', '128']);
    });
  });

  it('is gone afterwards, also after a failure', async () => {
    let place = '';
    const ending = inJail([blob('a')], async (jail) => {
      place = dirname(jail.home);
      expect(readdirSync(place).toSorted()).toEqual(['home', 'source']);
      await jail.run('/nowhere/tool', []);
      throw new Error('failed');
    });
    await expect(ending).rejects.toThrow();
    expect(place).not.toBe('');
    expect(existsSync(place)).toBe(false);
  });
});

describe('limits', () => {
  it('of the number of files', async () => {
    const files = Array.from({ length: 20_001 }, (_, i) => blob(`a/${i}`));
    await expect(inJail(files, async () => 0)).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('of their size, naming the largest', async () => {
    const large = Buffer.alloc(65 * 1024 * 1024);
    const files = [blob('a', large), blob('b', Buffer.alloc(large.length + 1)), blob('c')];
    await expect(inJail(files, async () => 0)).rejects.toThrow(/^b: .*128 MiB/);
  });

  it('of the output, naming the program', async () => {
    const endless = inJail([], (jail) =>
      jail.run(...sh('while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done')),
    );
    await expect(endless).rejects.toThrow('sh: printed more than is allowed');
  });
});

describe('its words', () => {
  it('name paths of the repository, and none of the copies', async () => {
    const words = await inJail([], async (jail) => {
      const folder = join(dirname(jail.home), 'source');
      return jail.inWords(`open ${folder}/a/b.yaml: no such file, see ${jail.home}/log`);
    });
    expect(words).toBe('open a/b.yaml: no such file, see …/home/log');
  });
});

function nameAndValue(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}
