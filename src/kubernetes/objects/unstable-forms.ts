import type { Json, JsonObject } from '../../core/json/json.ts';
import { textAt } from '../../core/json/read-json.ts';
import { groupOf } from './resource.ts';

/**
 * `authority`: the CA by which the API server trusts a webhook. `digest`: the digest of a content for which pods are
 * restarted.
 */
export type UnstableField = 'secret' | 'authority' | 'digest';

/**
 * The kind of unstable field that a pointer leads to; undefined for a field that may not be unstable. The set is
 * closed: a value in these fields is approved unseen.
 */
export function unstableField(object: JsonObject, pointer: string): UnstableField | undefined {
  const kind = `${groupOf(textAt(object, 'apiVersion'))}/${textAt(object, 'kind')}`;
  if (kind === '/Secret') return /^\/(data|stringData)\/[^/]+$/.test(pointer) ? 'secret' : undefined;
  if (AUTHORITIES[kind]?.test(pointer) === true) return 'authority';
  return TEMPLATES[kind]?.test(pointer) === true ? 'digest' : undefined;
}

const WEBHOOKS = /^\/webhooks\/\[name=[^/]+\]\/clientConfig\/caBundle$/;
const AUTHORITIES: Readonly<Record<string, RegExp>> = {
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': WEBHOOKS,
  'apiregistration.k8s.io/APIService': /^\/spec\/caBundle$/,
  'apiextensions.k8s.io/CustomResourceDefinition': /^\/spec\/conversion\/webhook\/clientConfig\/caBundle$/,
};

const TEMPLATE = /^\/spec\/template\/metadata\/(annotations|labels)\/[^/]+$/;
const TEMPLATES: Readonly<Record<string, RegExp>> = {
  'apps/DaemonSet': TEMPLATE,
  'apps/Deployment': TEMPLATE,
  'apps/ReplicaSet': TEMPLATE,
  'apps/StatefulSet': TEMPLATE,
  'batch/Job': TEMPLATE,
  'batch/CronJob': /^\/spec\/jobTemplate\/spec\/template\/metadata\/(annotations|labels)\/[^/]+$/,
};

/** MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512; 63 is the room of a label. */
const DIGEST =
  /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{63}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/;

export function isDigest(value: Json | undefined): value is string {
  return typeof value === 'string' && DIGEST.test(value);
}

export function digestForm(digits: number): string {
  return `digest of ${digits} hexadecimal digits`;
}

export function isOfDigest(form: string): boolean {
  return form.startsWith('digest of ');
}

/** The form of a Secret's text, as far as its first line tells. */
export function secretForm(text: string): string {
  const label = /^\s*-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1];
  if (label === 'CERTIFICATE') return 'certificate';
  return label?.endsWith('PRIVATE KEY') === true ? 'private key' : 'value';
}

/** Whether a form is of values that only work together: a key, its certificate, and the authority that trusts it. */
export function isOfCertificates(form: string): boolean {
  return form === 'certificate' || form === 'private key';
}
