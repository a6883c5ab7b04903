import { type Subject, subjectKey } from '../../core/change/subject.ts';
import type { TreeObject } from '../../core/json/json.ts';
import { mapAt, mapsAt, textAt } from '../../core/json/read-json.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { dependenciesOf } from './dependencies.ts';
import { namedByPods, podOf } from './references.ts';
import { subjectOf } from './resource.ts';

const DEFINITION = 'apiextensions.k8s.io/CustomResourceDefinition';

/** What is planned, with the keys of what it brings to later targets, and of what it needs of earlier ones. */
export function withRelations<Parts extends Pick<Plan, 'changes' | 'hooks' | 'unknown'>>(parts: Parts) {
  const { changes, hooks = [], unknown } = parts;
  const made = changes.filter(({ action }) => action !== 'delete' && action !== 'keep');
  const needs = [
    ...made.flatMap(({ subject, after }) => needsOf(subject, after)),
    ...hooks.flatMap(({ subject, object }) => needsOf(subject, object)),
  ];
  return {
    ...parts,
    changes: changes.map((change) =>
      change.subject.kind === DEFINITION && change.after !== undefined
        ? { ...change, brings: [kindKey(definedBy(change.after))] }
        : change,
    ),
    unknown: unknown.map((one) => ({ ...one, needs: needsOf(one.subject) })),
    needs: [...new Set(needs)],
  };
}

function definedBy(object: TreeObject): string {
  return `${textAt(object, 'spec', 'group')}/${textAt(object, 'spec', 'names', 'kind')}`;
}

function kindKey(kind: string): string {
  return `every ${kind}`;
}

function needsOf(subject: Subject, object: TreeObject = {}): string[] {
  const { kind, scope } = subject;
  const pod = { kind: 'Pod', spec: podOf(object) };
  const named = [object, pod].flatMap((each) => dependenciesOf(each, scope)).map(subjectOf);
  const home = scope === '' ? [] : [{ kind: 'Namespace', scope: '', name: scope }];
  const subjects = [...home, ...named, ...claimsOf(pod.spec, scope)];
  return [kindKey(kind), ...subjects.map(subjectKey), ...namedByPods(subject, object)];
}

function claimsOf(pod: TreeObject, scope: string): Subject[] {
  return mapsAt(pod, 'volumes').flatMap((volume) => {
    const name = textAt(mapAt(volume, 'persistentVolumeClaim'), 'claimName');
    return name === '' ? [] : [{ kind: 'PersistentVolumeClaim', scope, name }];
  });
}
