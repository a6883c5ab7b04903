import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { useCluster } from '../../../sandbox/cluster/use.ts';

describe('useCluster with PLUMBLINE_TEST_KUBECONFIG', () => {
  it('uses that cluster, and stop() does nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
    const kubeconfig = join(folder, 'config');
    writeFileSync(kubeconfig, '');
    writeFileSync(join(folder, 'kubectl'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
    const cluster = await useCluster({}, { PLUMBLINE_TEST_KUBECONFIG: kubeconfig, PATH: folder });
    expect(cluster).toMatchObject({
      kubeconfig,
      context: `--kubeconfig=${kubeconfig} config current-context`,
      kubectl: join(folder, 'kubectl'),
      started: undefined,
    });
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  it('says so when there is no such file', async () => {
    await expect(useCluster({}, { PLUMBLINE_TEST_KUBECONFIG: '/nowhere/config' })).rejects.toThrow(
      'PLUMBLINE_TEST_KUBECONFIG=/nowhere/config: no such file. Correct it, or unset it to start a cluster.',
    );
  });
});
