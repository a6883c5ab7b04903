import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensurePrograms } from '../../../sandbox/cluster/build.ts';
import { isAtLeast } from '../../../sandbox/cluster/go.ts';
import { startCluster } from '../../../sandbox/cluster/start.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const WAYS_OUT =
  'Install Go 1.26.0 or newer (https://go.dev/dl), ' +
  'or set KUBEBUILDER_ASSETS to a folder that holds kube-apiserver, etcd and kubectl, ' +
  'or set PLUMBLINE_TEST_KUBECONFIG to the kubeconfig of a running test cluster.';

describe('without programs built earlier', () => {
  it('a missing Go is one line with the three ways out', async () => {
    await expect(ensurePrograms({ PATH: folder, XDG_CACHE_HOME: folder })).rejects.toThrow(
      new Error(`sandbox cluster: there is no Go on PATH to build Kubernetes with. ${WAYS_OUT}`),
    );
  });

  it('so is a Go that is too old', async () => {
    writeFileSync(join(folder, 'go'), '#!/bin/sh\necho go version go1.19.8 linux/amd64\n');
    chmodSync(join(folder, 'go'), 0o755);
    await expect(ensurePrograms({ PATH: folder, XDG_CACHE_HOME: folder })).rejects.toThrow(
      new Error(`sandbox cluster: go1.19.8 is too old to build Kubernetes. ${WAYS_OUT}`),
    );
  });
});

describe('isAtLeast', () => {
  it.each([
    ['go1.26.0', true],
    ['go1.26.8', true],
    ['go1.100.0', true],
    ['go1.27rc1', true],
    ['devel go1.28-abcdef', true],
    ['go1.26rc1', false],
    ['go1.25.12', false],
    ['go1.9', false],
  ])('%s for 1.26.0: %s', (version, answer) => {
    expect(isAtLeast(version, '1.26.0')).toBe(answer);
  });
});

describe('with KUBEBUILDER_ASSETS', () => {
  it('the programs of that folder are used, and what is missing is named', async () => {
    const built = await ensurePrograms();
    symlinkSync(built.etcd, join(folder, 'etcd'));
    symlinkSync(built.apiServer, join(folder, 'kube-apiserver'));
    symlinkSync(built.kubectl, join(folder, 'kubectl'));
    const programs = await ensurePrograms({ KUBEBUILDER_ASSETS: folder });
    expect(programs).toMatchObject({ folder, kubectl: join(folder, 'kubectl'), controllers: undefined });

    await expect(startCluster({ programs })).rejects.toThrow(
      `${folder} has no kube-controller-manager, kube-scheduler, kwok, stages.yaml`,
    );
    const cluster = await startCluster({ programs, controllers: false });
    expect(cluster).toMatchObject({ kubectl: join(folder, 'kubectl'), controllers: false });
    await cluster.stop();
  });

  it('a folder without them is an error, not a reason to build', async () => {
    await expect(ensurePrograms({ KUBEBUILDER_ASSETS: folder })).rejects.toThrow(
      `KUBEBUILDER_ASSETS=${folder} has no etcd, kube-apiserver, kubectl.`,
    );
  });
});

describe('a program that fails to start', () => {
  it('is an error with its last words', async () => {
    const programs = { ...(await ensurePrograms()), etcd: join(folder, 'etcd') };
    writeFileSync(programs.etcd, '#!/bin/sh\necho the disk is full\nexit 3\n');
    chmodSync(programs.etcd, 0o755);
    await expect(startCluster({ programs })).rejects.toThrow(
      'sandbox cluster: etcd ended (exit code 3) before it was ready. Its last log lines:\nthe disk is full',
    );
  });
});
