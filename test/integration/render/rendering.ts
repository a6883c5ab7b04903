import { inject } from 'vitest';
import { describeOrigin } from '../../../src/core/change/subject.ts';
import type { Declared } from '../../../src/kubernetes/objects/resource.ts';
import { type RenderPrograms, createRenderer } from '../../../src/kubernetes/render/choose.ts';
import type { Capabilities, Rendered } from '../../../src/kubernetes/render/renderer.ts';
import { memorySource } from '../../support/memory-source.ts';
import { type Settings, targetIn } from '../../support/targets.ts';

export type Files = Readonly<Record<string, string>>;

const served = (group: string, kinds: Readonly<Record<string, string>>) => ({
  metadata: { name: group },
  versions: [
    {
      version: 'v1',
      resources: Object.entries(kinds).map(([resource, kind]) => ({
        resource,
        responseKind: { group, version: 'v1', kind },
        scope: 'Namespaced',
        verbs: ['get', 'list'],
      })),
    },
  ],
});

const listOf = (...items: ReturnType<typeof served>[]) => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  metadata: {},
  items,
});

export const CAPABILITIES: Capabilities = {
  version: { gitVersion: 'v1.37.2', major: '1', minor: '37+' },
  core: listOf(served('', { secrets: 'Secret', configmaps: 'ConfigMap' })),
  groups: listOf(served('apps', { deployments: 'Deployment' })),
};

/** The real tools, on files that are in no repository. */
export function renderer(changes: Partial<RenderPrograms> = {}) {
  const path = process.env['PATH'] ?? '';
  return createRenderer({ path, kubectl: inject('kubectl'), helm: inject('helm'), ...changes });
}

export function requestOf(files: Files, changes: Settings = {}) {
  const target = targetIn('shop', { render: 'auto', ...changes });
  return { source: memorySource(files), target, capabilities: async () => CAPABILITIES };
}

export function render(files: Files, changes?: Settings): Promise<Rendered> {
  return renderer().render(requestOf(files, changes));
}

/** `ConfigMap/a at base/map.yaml` */
export function inWords({ object, origin }: Declared): string {
  const { kind, metadata } = object as { kind: string; metadata: { name: string } };
  return `${kind}/${metadata.name} at ${describeOrigin(origin)}`;
}
