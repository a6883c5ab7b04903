import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Place } from './cluster.ts';
import { fluxVersion } from './flux.ts';

/** What the figures depend on beside the programs. */
export interface Facts {
  readonly date: string;
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  readonly kubernetes: string;
  readonly flux: string;
}

export async function factsOf({ kubectl, flux }: Place, now: Date): Promise<Facts> {
  const { serverVersion } = JSON.parse(await kubectl('version', '-o', 'json')) as {
    serverVersion: { gitVersion: string };
  };
  return {
    date: now.toISOString().slice(0, 10),
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    kubernetes: serverVersion.gitVersion,
    flux: flux === undefined ? 'not measured: there is no Go to build it with' : fluxVersion(),
  };
}
