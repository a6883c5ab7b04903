import { inject } from 'vitest';

/** The programs that render, of the sandbox cluster's version: what is on PATH may be anything. */
export function tools(): Record<string, string> {
  return { PLUMBLINE_KUBECTL: inject('kubectl'), PLUMBLINE_HELM: inject('helm') ?? '/no/helm/was/built' };
}
