import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { useCluster } from '../../../sandbox/cluster/use.ts';
import { folderWith } from '../../support/temp-folder.ts';

describe('useCluster with PLUMBLINE_TEST_KUBECONFIG', () => {
  it('uses that cluster with tools of its own, whatever is on PATH, and stop() does nothing', async () => {
    const broken = folderWith({ kubectl: '#!/bin/sh\nexit 1\n', helm: '#!/bin/sh\nexit 1\n' });
    for (const name of ['kubectl', 'helm']) chmodSync(join(broken, name), 0o755);
    const PATH = `${broken}${delimiter}${process.env['PATH']}`;
    const kubeconfig = inject('kubeconfig');
    const cluster = await useCluster({}, { ...process.env, PATH, PLUMBLINE_TEST_KUBECONFIG: kubeconfig });
    expect(cluster).toMatchObject({ kubeconfig, context: inject('context'), started: undefined });
    expect([cluster.kubectl, cluster.helm]).toEqual([inject('kubectl'), inject('helm')]);
    await cluster.stop();
    const { stdout } = await promisify(execFile)(cluster.kubectl, [
      '--kubeconfig',
      kubeconfig,
      'get',
      'namespaces',
    ]);
    expect(stdout).toContain('kube-system');
  });

  it('says so when there is no such file', async () => {
    await expect(useCluster({}, { PLUMBLINE_TEST_KUBECONFIG: '/nowhere/config' })).rejects.toThrow(
      'PLUMBLINE_TEST_KUBECONFIG=/nowhere/config: no such file. Correct it, or unset it to start a cluster.',
    );
  });
});
