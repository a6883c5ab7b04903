import { randomBytes } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import type { JsonObject } from '../../../../src/core/json/json.ts';
import type { Live } from '../../../support/live.ts';

export interface Version {
  readonly name: string;
  readonly served?: boolean;
  /** Exactly one version is stored. */
  readonly storage?: boolean;
}

export interface Definition {
  /** The test's own API group. */
  readonly group: string;
  /** A Widget of a version, as a document of a manifest. */
  readonly widget: (version: string, name: string, spec: JsonObject) => string;
  /** Has exactly these versions from now on, until the test ends. */
  readonly serve: (...versions: readonly Version[]) => Promise<void>;
  /** Stores a Widget in a version, so that the others can be taken out of the CRD. */
  readonly migrate: (version: string, name: string) => Promise<void>;
  /** Another version than the stored one is converted from now on by a webhook that is down, until `mend` or the test's end. */
  readonly breakConversion: (version: string) => Promise<void>;
  readonly mend: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** A CRD of the test's own, that comes and goes behind the engine's back: kubectl alone writes it. */
export function definitionOf({ namespace, kubectl }: Live): Definition {
  const group = `${namespace}.example.com`;
  const crd = `widgets.${group}`;
  const patch = async (spec: JsonObject) => {
    await kubectl(['patch', 'crd', crd, '--type=merge', '-p', JSON.stringify({ spec })]);
  };
  const document: Definition['widget'] = (version, name, spec) =>
    `${JSON.stringify({ apiVersion: `${group}/${version}`, kind: 'Widget', metadata: { name }, spec })}\n---\n`;
  const mend = () => patch({ conversion: { strategy: 'None', webhook: null } });
  return {
    group,
    widget: document,
    async serve(...versions) {
      onTestFinished(async () => void (await kubectl(['delete', 'crd', crd, '--ignore-not-found'])));
      const marker = `m${randomBytes(4).toString('hex')}`;
      await kubectl(['apply', '-f', '-'], JSON.stringify(manifestOf(group, versions, marker)));
      await kubectl(['wait', `crd/${crd}`, '--for=condition=Established']);
      // The server reads definitions anew after a moment: it does when it knows the marker.
      const stored = versions.find(({ storage }) => storage)?.name ?? '';
      const probe = document(stored, 'probe', { [marker]: '' });
      const ask = () => kubectl(['create', '--dry-run=server', '-f', '-'], probe);
      await expect.poll(ask, { timeout: 20_000 }).toContain('created');
    },
    async migrate(version, name) {
      // Whatever is written is stored in the version of now.
      const written = ['--field-manager=storage-migrator', `stored=${version}`];
      await kubectl(['label', `widgets.${version}.${group}/${name}`, ...written]);
      const status = { storedVersions: [version] };
      await kubectl([
        'patch',
        'crd',
        crd,
        '--subresource=status',
        '--type=merge',
        '-p',
        JSON.stringify({ status }),
      ]);
    },
    async breakConversion(version) {
      onTestFinished(mend);
      // Nothing listens there.
      const clientConfig = { url: 'https://127.0.0.1:1/convert' };
      await patch({
        conversion: { strategy: 'Webhook', webhook: { clientConfig, conversionReviewVersions: ['v1'] } },
      });
      const probe = document(version, 'probe', {});
      const refused = () =>
        kubectl(['create', '--dry-run=server', '-f', '-'], probe).catch((error: unknown) => String(error));
      await expect.poll(refused, { timeout: 20_000 }).toContain('conversion webhook for');
    },
    mend,
    remove: async () => void (await kubectl(['delete', 'crd', crd])),
  };
}

function manifestOf(group: string, versions: readonly Version[], marker: string): JsonObject {
  const names = { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names,
      versions: versions.map((version) => versionOf(version, marker)),
    },
  };
}

function versionOf({ name, served = true, storage = false }: Version, marker: string): JsonObject {
  const text = { type: 'string' };
  const properties = { size: { type: 'integer' }, color: text, note: text, tool: text, [marker]: text };
  const spec = { type: 'object', properties };
  const openAPIV3Schema = { type: 'object', properties: { spec } };
  return { name, served, storage, schema: { openAPIV3Schema } };
}
