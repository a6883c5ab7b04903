/** Groups of Kubernetes itself with a dot in their names: many a custom resource's group ends in `.k8s.io` as well. */
const BUILT_IN: ReadonlySet<string> = new Set(
  'admissionregistration apiregistration authentication authorization certificates coordination discovery events flowcontrol.apiserver networking node rbac.authorization resource scheduling storage'
    .split(' ')
    .map((name) => `${name}.k8s.io`),
);

/** Whether a group's kinds are Kubernetes' own, as opposed to custom resources. `''` is the core group. */
export function isBuiltInGroup(group: string): boolean {
  return !group.includes('.') || BUILT_IN.has(group);
}
