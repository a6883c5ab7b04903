/** Options of other tools, with advice about plumbline's own. */
const OPTIONS: Readonly<Record<string, string>> = {
  '--dry-run': '"plumb diff" is the dry run: it shows what a sync would do, and changes nothing.',
  '-l': 'A target is planned as a whole: give the path of a part of it, or -f FILE.',
  '--selector': 'A target is planned as a whole: give the path of a part of it, or -f FILE.',
  '-k': 'A kustomization is a path like any other: plumb diff DIR.',
  '--kustomize': 'A kustomization is a path like any other: plumb diff DIR.',
  '-R': 'Folders are read with all that is below them.',
  '--recursive': 'Folders are read with all that is below them.',
  '-A': 'Objects name their own namespaces; --namespace is for those that name none.',
  '--all-namespaces': 'Objects name their own namespaces; --namespace is for those that name none.',
  '--kube-context': 'Write it as --context NAME.',
  '--cluster-name': 'Write it as --context NAME.',
  '--server': 'The kubeconfig says how a cluster is reached: --kubeconfig FILE --context NAME.',
  '-s': 'The kubeconfig says how a cluster is reached: --kubeconfig FILE --context NAME.',
  '--token': 'The kubeconfig holds credentials, since an argument can be seen by others: --kubeconfig FILE.',
  '--user': 'The kubeconfig says who you are: --context NAME; another user is --as USER.',
  '--as-group': 'Groups cannot be acted as; --as USER, or a context of the kubeconfig, can.',
  '--set-string': 'Write it as --set KEY=VALUE, or in a values file: --values FILE.',
  '--set-file': 'Write the value into a values file: --values FILE.',
  '--set-json': 'Write the value into a values file: --values FILE.',
  '--server-side': 'A sync always applies on the server\'s side, as the manager "plumbline".',
  '--force-conflicts': 'A sync takes over what it declares; what differs is in the plan: plumb diff.',
  '--field-manager': 'A sync always applies as the manager "plumbline".',
  '--force': 'Name what may be deleted and created anew: --replace "Kind name".',
  '--grace-period': 'What is deleted gets the time that it asks for itself.',
  '--cascade': 'What is deleted goes with what belongs to it.',
  '--wait': 'A sync always waits until all is healthy; how long: --timeout SECONDS.',
  '--atomic': 'A sync stops at the first failure, and says what was done; what was before is in Git.',
  '--install': 'A sync creates what is not there yet.',
  '-i': 'A sync creates what is not there yet.',
  '--create-namespace':
    'Declare the Namespace as an object of the source, so that it is planned like the rest.',
  '--auto-approve': 'Write it as --yes; --plan FINGERPRINT applies one plan and no other.',
  '--approve': 'Write it as --yes; --plan FINGERPRINT applies one plan and no other.',
  '--revision': 'A commit is compared by: plumb preview BASE...HEAD.',
  '--ref': 'A commit is compared by: plumb preview BASE...HEAD.',
  '--app': 'A target is named by its path, or in "plumb status" by its name.',
  '--watch': 'It looks once. "plumb serve" looks all the time.',
  '-w': 'It looks once. "plumb serve" looks all the time.',
  '-v': 'What is asked of a cluster is logged with PLUMBLINE_LOG_LEVEL=debug.',
  '--verbose': 'What is asked of a cluster is logged with PLUMBLINE_LOG_LEVEL=debug.',
  '--config': 'The configuration is .github/plumbline.yml of the checkout.',
};

const COMMANDS: Readonly<Record<string, string>> = {
  apply: 'Write it as: plumb sync PATH. It shows the plan, and asks.',
  deploy: 'Write it as: plumb sync PATH. It shows the plan, and asks.',
  install: 'Write it as: plumb sync PATH. It shows the plan, and asks.',
  upgrade: 'Write it as: plumb sync PATH. It shows the plan, and asks.',
  reconcile: 'Write it as: plumb sync PATH. It shows the plan, and asks.',
  plan: 'Write it as: plumb diff PATH; or for a branch: plumb preview main...BRANCH.',
  template: 'What a folder renders to is compared with live: plumb diff PATH.',
  build: 'What a folder renders to is compared with live: plumb diff PATH.',
  get: 'Write it as: plumb status [TARGET].',
  list: 'Write it as: plumb status.',
  drift: 'Write it as: plumb diff PATH, or for all targets: plumb status.',
  delete: 'Take the objects out of the source, and: plumb sync PATH --prune.',
  rollback: 'Take the change back in Git, and: plumb sync PATH.',
  lint: 'Write it as: plumb validate.',
  approve: 'Approving is done on GitHub; at a terminal: plumb sync PATH --plan FINGERPRINT.',
  gate: 'The gate is asked on GitHub: the check run "plumbline / <environment>" shows it.',
  version: 'Write it as: plumb --version.',
};

/** Commander's message about an unknown word, with advice where the word is another tool's. */
export function withAdvice(text: string): string {
  const [, what, word = ''] = /unknown (option|command) '([^'=]+)/.exec(text) ?? [];
  const advice = (what === 'option' ? OPTIONS : COMMANDS)[word];
  if (what === undefined || advice === undefined) return text;
  // The advice is certain, so it replaces the guess by spelling.
  return `${text.replace(/\n\(Did you mean .*\)/, '').trimEnd()}\n${advice}\n`;
}
