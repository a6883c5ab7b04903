import { statSync } from 'node:fs';
import { OpsError } from '../core/errors.ts';

const HOW_TO_GET: Readonly<Record<string, string>> = {
  git: 'Install Git 2.38 or later (https://git-scm.com/downloads)',
  kubectl: 'Install kubectl (https://kubernetes.io/docs/tasks/tools)',
  kustomize: 'Install kustomize (https://kubectl.docs.kubernetes.io/installation/kustomize)',
  helm: 'Install Helm (https://helm.sh/docs/intro/install)',
  terraform: 'Install Terraform (https://developer.hashicorp.com/terraform/install)',
  tofu: 'Install OpenTofu (https://opentofu.org/docs/intro/install)',
  'ansible-playbook': 'Install Ansible (https://docs.ansible.com/ansible/latest/installation_guide)',
};

export function notStarted(command: string, cwd: string, cause: NodeJS.ErrnoException): OpsError {
  // Node reports a wrong working folder in the same words as a missing program.
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
    return new OpsError({
      code: 'not-found',
      subject: cwd,
      message: 'no such folder. Check the path.',
      cause,
    });
  if (cause.code !== 'ENOENT')
    return toolFailed(command, `could not be started (${cause.code}). Check its permissions.`, cause);
  return toolFailed(
    command,
    `not found. ${HOW_TO_GET[command] ?? 'Install it'}, or add its folder to PATH.`,
    cause,
  );
}

export function timedOut(command: string, timeout: number): OpsError {
  const message = `not done after ${timeout / 1000} s, and was ended. Try again, or allow it more time.`;
  return new OpsError({ code: 'timeout', subject: command, message, retryable: true });
}

export function tooMuchOutput(command: string): OpsError {
  return toolFailed(command, 'printed more than is allowed, and was ended. Make what it works on smaller.');
}

export function killed(command: string, signal: string): OpsError {
  return toolFailed(command, `was ended by ${signal}. See the system log for the reason (out of memory?).`);
}

export function lost(command: string): OpsError {
  const message =
    'was ended, since the process that starts programs has ended. Try again, and see the system log for the reason (out of memory?).';
  return new OpsError({ code: 'tool-failed', subject: command, message, retryable: true });
}

function toolFailed(subject: string, message: string, cause?: unknown): OpsError {
  return new OpsError({ code: 'tool-failed', subject, message, cause });
}
