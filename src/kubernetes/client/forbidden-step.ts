/** One cause of a refusal. */
export interface StatusCause {
  /** `FieldValueInvalid`, `FieldManagerConflict`, … */
  readonly reason: string;
  /** `spec.ports[0].port`; `''` where it is about the whole object. */
  readonly field: string;
  /** The server's words, without the value that they repeat. */
  readonly message: string;
}

export interface Forbidden {
  /** The server's sentence. Only texts for people depend on it, never an action. */
  readonly message: string;
  readonly causes: readonly StatusCause[];
  readonly verb: string;
  /** `deployments.apps` */
  readonly resource?: string | undefined;
  readonly dryRun: boolean;
}

/**
 * The next step after a refusal whose status stands for many: of rights, of a quota, of a policy, of a namespace that
 * is being deleted.
 */
export function forbiddenStep(forbidden: Forbidden): string {
  const { message, causes } = forbidden;
  if (causes.some(({ reason }) => reason === 'NamespaceTerminating'))
    return 'The namespace is being deleted: wait until it is gone (see its finalizers and conditions), then plan again.';
  const quota = /(?:exceeded|failed) quota: ([^\s,:]+)/.exec(message)?.[1];
  if (quota !== undefined)
    return message.includes('must specify')
      ? `Set what the ResourceQuota ${quota} asks for in the manifest.`
      : `Raise the ResourceQuota ${quota} of the namespace, or ask for less.`;
  if (message.includes('violates PodSecurity'))
    return 'Set what the Pod Security Standard asks for in the manifest, or choose another level for the namespace.';
  if (message.includes('attempting to grant RBAC permissions'))
    return 'Nobody grants more than they have: grant the account what the role holds, or the verb "escalate".';
  if (/ cannot \S+ resource /.test(message)) return `${grantStep(forbidden)}.`;
  if (/denied the request|denied request/.test(message))
    return 'Correct the manifest, or settle what the policy objects to.';
  return `${grantStep(forbidden)}, or settle what the policy objects to.`;
}

/** A dry-run passes the same checks as the real request, and so needs its permission. */
function grantStep({ verb, resource, dryRun }: Forbidden): string {
  const grant = resource === undefined ? verb : `${verb} on ${resource}`;
  return dryRun
    ? `A dry-run needs the permission to write: grant ${grant} to the account`
    : `Grant ${grant} to the account`;
}
