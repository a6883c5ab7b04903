import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ensurePrograms } from './build.ts';
import type { Blueprint, ControlPlane, Names } from './control-plane.ts';
import { type Programs, CONTROLLERS, missingIn } from './programs.ts';
import type { Report } from './supervisor.ts';
import type { User } from './users.ts';

export type ClusterOptions = {
  /** Whether Deployments roll out (default), or objects are only stored. */
  controllers?: boolean;
  /** Names of kubeconfig contexts, all for this cluster; the first is current. Default: `sandbox`. */
  contexts?: Names;
  /** Users beside the administrator; RBAC decides what they may. Their contexts: `<user>@<context>`. */
  users?: readonly User[];
  /** Default: what {@link ensurePrograms} finds or builds. */
  programs?: Programs;
};

export type Cluster = ControlPlane & {
  /** The administrator's context, which is current. */
  context: string;
  /** Paths of programs of the cluster's version. */
  kubectl: string;
  helm: string | undefined;
  /** Whether Deployments roll out. */
  controllers: boolean;
  /** Resolves when every process and file of the cluster is gone. */
  stop: () => Promise<void>;
};

/**
 * Starts a Kubernetes control plane with one simulated node. It ends with {@link Cluster.stop} or with this
 * process, however that ends; it does not keep this process alive.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const programs = options.programs ?? (await ensurePrograms());
  const wanted = blueprint(programs, options);
  const supervisor = launchSupervisor();
  const stop = () => stopSupervisor(supervisor);
  try {
    const controlPlane = await whenReady(supervisor, wanted);
    const { kubectl, helm } = programs;
    const { controllers, contexts } = wanted;
    return { ...controlPlane, context: contexts[0], kubectl, helm, controllers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function blueprint(programs: Programs, options: ClusterOptions): Blueprint {
  const { controllers = true, contexts = ['sandbox'], users = [] } = options;
  if (controllers && !programs.controllers) {
    const missing = missingIn(programs.folder, CONTROLLERS).join(', ');
    throw new Error(
      `sandbox cluster: ${programs.folder} has no ${missing}. ` +
        'Unset KUBEBUILDER_ASSETS to build them, or start with "controllers: false".',
    );
  }
  return { programs, contexts, users, controllers };
}

/** Detached: a Ctrl-C in the terminal is for this process, and the cluster ends after it, not with it. */
function launchSupervisor(): ChildProcess {
  return fork(fileURLToPath(new URL('supervisor.ts', import.meta.url)), {
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

async function whenReady(supervisor: ChildProcess, wanted: Blueprint): Promise<ControlPlane> {
  const gone = once(supervisor, 'exit').then(([code]) => {
    throw new Error(`sandbox cluster: its supervisor ended (exit code ${code}) before the cluster was ready`);
  });
  supervisor.send(wanted);
  const [report] = (await Promise.race([once(supervisor, 'message'), gone])) as [Report];
  if ('failed' in report) throw new Error(report.failed);
  supervisor.unref();
  supervisor.channel?.unref();
  return report.ready;
}

async function stopSupervisor(supervisor: ChildProcess): Promise<void> {
  if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
  supervisor.ref();
  const gone = once(supervisor, 'exit');
  if (supervisor.connected) supervisor.disconnect();
  await gone;
}
