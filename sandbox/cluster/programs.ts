import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The programs that make deployments roll out: without them the API server only stores what it is told. */
export type Controllers = { controllerManager: string; scheduler: string; kwok: string; stages: string };

/** Paths of the programs of one folder. What the folder does not have is undefined. */
export type Programs = {
  folder: string;
  etcd: string;
  apiServer: string;
  kubectl: string;
  helm: string | undefined;
  controllers: Controllers | undefined;
};

export const NEEDED = ['etcd', 'kube-apiserver', 'kubectl'] as const;
export const CONTROLLERS = ['kube-controller-manager', 'kube-scheduler', 'kwok', 'stages.yaml'] as const;

/** Names of `files` that `folder` lacks. */
export function missingIn(folder: string, files: readonly string[]): string[] {
  return files.filter((file) => !existsSync(join(folder, file)));
}

/** The programs in `folder`, which must hold at least those of {@link NEEDED}. */
export function programsIn(folder: string): Programs {
  const at = (file: string) => join(folder, file);
  return {
    folder,
    etcd: at('etcd'),
    apiServer: at('kube-apiserver'),
    kubectl: at('kubectl'),
    helm: existsSync(at('helm')) ? at('helm') : undefined,
    controllers: missingIn(folder, CONTROLLERS).length > 0 ? undefined : controllersIn(at),
  };
}

function controllersIn(at: (file: string) => string): Controllers {
  return {
    controllerManager: at('kube-controller-manager'),
    scheduler: at('kube-scheduler'),
    kwok: at('kwok'),
    stages: at('stages.yaml'),
  };
}
