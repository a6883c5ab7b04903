import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type IsolatedFolder, inIsolation } from '../../../src/process/isolation.ts';
import { probeIsolation } from '../../../src/process/probe-isolation.ts';
import type { WrittenFile } from '../../../src/process/write-inside.ts';
import { WITHOUT, isolationHere } from './isolation.ts';

const blob = (path: string, bytes = Buffer.from('a')): WrittenFile => ({ path, bytes });

const sh = (script: string) => ['/bin/sh', ['-c', script]] as const;

const isolated = async <Result>(
  files: readonly WrittenFile[],
  use: (folder: IsolatedFolder) => Promise<Result>,
) => inIsolation(files, await isolationHere(), use);

const open = async <Result>(
  files: readonly WrittenFile[],
  use: (folder: IsolatedFolder) => Promise<Result>,
) => inIsolation(files, await probeIsolation(WITHOUT), use);

describe.each([
  ['isolated', isolated],
  ['where nothing isolates', open],
])('what a program sees, %s', (_where, within) => {
  it('I15: nothing of our environment: no credentials, no cluster, no other program, no way out', async () => {
    const { stdout } = await within([], (folder) => folder.run('/usr/bin/env', []));
    const variables = new Map(stdout.trim().split('\n').map(nameAndValue));
    const names = [...variables.keys()].filter((name) => !name.startsWith('HELM_') && name !== 'PWD');
    expect(names.toSorted()).toEqual(
      'GOMEMLIMIT HOME HTTPS_PROXY HTTP_PROXY KUBECONFIG LANG PATH TMPDIR http_proxy https_proxy'.split(' '),
    );
    expect(variables.get('KUBECONFIG')).toBe('/dev/null');
    expect(variables.get('HTTPS_PROXY')).toBe('http://127.0.0.1:9');
    expect(existsSync(variables.get('PATH') ?? '/')).toBe(false);
  });

  it('the files, byte by byte', async () => {
    const bytes = Buffer.from([0, 255, 10, 128]);
    await within([blob('a/b/chart.tgz', bytes)], async (folder) => {
      const { stdout } = await folder.run(...sh('/usr/bin/od -An -tu1 a/b/chart.tgz'));
      expect(stdout.trim().split(/ +/)).toEqual(['0', '255', '10', '128']);
    });
  });

  it("what it is lent, in a folder that is its owner's only, and gone afterwards, also after a failure", async () => {
    let place = '';
    const ending = within([blob('a')], async (folder) => {
      place = dirname(folder.lent);
      expect(statSync(place).mode & 0o777).toBe(0o700);
      expect(readdirSync(place).toSorted()).toEqual(['lent', 'scratch', 'source']);
      writeFileSync(join(folder.lent, 'note'), 'lent');
      expect((await folder.run(...sh(`/bin/cat ${folder.seen('note')}`))).stdout).toBe('lent');
      throw new Error('failed');
    });
    await expect(ending).rejects.toThrow('failed');
    expect(place).not.toBe('');
    expect(existsSync(place)).toBe(false);
  });

  it('its words name paths of the repository, and none of the copies', async () => {
    const words = await within([], async (folder) => {
      const { stdout } = await folder.run(
        ...sh('echo "open $(/bin/pwd)/a/b.yaml: no such file, see $HOME/log"'),
      );
      return folder.inWords(stdout);
    });
    expect(words).toBe('open a/b.yaml: no such file, see …/log\n');
  });

  it('U12: output is bounded, naming the program', async () => {
    const endless = within([], (folder) =>
      folder.run(...sh('while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done')),
    );
    await expect(endless).rejects.toThrow('sh: printed more than is allowed');
  });

  it('U12: memory is bounded, naming the program', async () => {
    const greedy = within([], (folder) =>
      folder.run('/usr/bin/perl', ['-e', 'my $a = "x" x (2 ** 31); print length $a']),
    );
    await expect(greedy).rejects.toMatchObject({
      code: 'tool-failed',
      message: expect.stringMatching(/^perl: needed more than 1024 MiB of memory/) as string,
    });
  });

  it('U12: a file that it writes is bounded', async () => {
    const filling = '$SIG{XFSZ} = "IGNORE"; for (1 .. 100) { print "x" x 1_000_000 }';
    const { stdout } = await within([], (folder) =>
      folder.run(...sh(`/usr/bin/perl -e '${filling}' > $HOME/a; /usr/bin/stat -c %s $HOME/a`)),
    );
    expect(Number(stdout)).toBeLessThanOrEqual(64 * 1024 * 1024);
    expect(Number(stdout)).toBeGreaterThan(1024 * 1024);
  });
});

describe('U4, U5: what an isolated program sees of the machine', () => {
  const said = async (script: string) =>
    (await isolated([blob('own')], (folder) => folder.run(...sh(script)))).stdout.trim();

  it('only what it is lent', async () => {
    expect(await said('echo /*; echo /tool/*; echo /repository/*')).toBe(
      '/bin /dev /lent /lib /lib64 /repository /sbin /tmp /tool /usr\n/tool/sh\n/repository/own'
        .split(' ')
        .filter((path) => !path.startsWith('/lib64') || existsSync('/lib64'))
        .join(' ')
        .replace('/lib ', existsSync('/lib32') ? '/lib /lib32 ' : '/lib '),
    );
  });

  it('no process of ours, no /proc, and itself as nobody, who may do nothing', async () => {
    expect(
      await said('echo $$; [ -e /proc ] || echo no proc; /usr/bin/id -u; /usr/bin/id -g; /bin/hostname'),
    ).toBe('2\nno proc\n65534\n65534\nisolated');
  });

  it('nothing that it could write but a scratch folder', async () => {
    const tried = ['/', '/repository', '/tool', '/lent', '/usr', '/dev', '/tmp'];
    const script = tried.map((path) => `(: > ${path}/new) 2>/dev/null && echo ${path}`).join('; ');
    expect(await said(`${script}; (: > /repository/own) 2>/dev/null && echo changed; :`)).toBe('/tmp');
  });

  it('no network: neither ours nor another', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const connect = `use IO::Socket::INET; print IO::Socket::INET->new("127.0.0.1:${port}") ? "in" : "out"`;
    const perl = (within: typeof isolated) =>
      within([], (folder) => folder.run('/usr/bin/perl', ['-e', connect]));
    expect((await perl(isolated)).stdout).toBe('out');
    expect((await perl(open)).stdout).toBe('in');
  });

  it('a socket that it is lent', async () => {
    const answer = await isolated([], async (folder) => {
      const server = createServer((socket) => socket.end('hello')).listen(join(folder.lent, 'socket'));
      onTestFinished(() => void server.close());
      const connect = `use IO::Socket::UNIX; my $s = IO::Socket::UNIX->new("${folder.seen('socket')}"); print <$s>`;
      return folder.run('/usr/bin/perl', ['-e', connect]);
    });
    expect(answer.stdout).toBe('hello');
  });

  it('that ends takes all that it has started with it', async () => {
    const marker = `plumbline-left-behind-${process.pid}`;
    await said(
      `/usr/bin/setsid /usr/bin/perl -e '$0 = "${marker}"; sleep 60' >/dev/null 2>&1 & /bin/sleep 0.2`,
    );
    expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(marker);
  });

  it('and a program that could not start there is an error, and no empty output', async () => {
    const ending = isolated([], (folder) => folder.run(...sh('exit 127')));
    await expect(ending).rejects.toMatchObject({ code: 'tool-failed' });
  });
});

describe('U12: what is too much before anything runs', () => {
  it('is the number of files', async () => {
    const files = Array.from({ length: 20_001 }, (_, i) => blob(`a/${i}`));
    await expect(isolated(files, async () => 0)).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('is their size, naming the largest', async () => {
    const large = Buffer.alloc(65 * 1024 * 1024);
    const files = [blob('a', large), blob('b', Buffer.alloc(large.length + 1)), blob('c')];
    await expect(isolated(files, async () => 0)).rejects.toThrow(/^b: .*128 MiB/);
  });

  it('is their depth', async () => {
    await expect(isolated([blob(`${'a/'.repeat(50)}b`)], async () => 0)).rejects.toThrow('50 folders deep');
  });
});

function nameAndValue(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}
