import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Manifest } from './metadata.ts';
import { type Mix, type Service, changedService, unchangedService } from './service.ts';
import { surroundings } from './surroundings.ts';
import { workload } from './workload.ts';

const EACH = 8;

/** The objects of a mix, one list for each service. The same mix is always the same objects. */
export function manifestsOf({ set, objects, changed }: Mix): Manifest[][] {
  const services = Array.from({ length: Math.ceil(objects / EACH) }, (_, index) =>
    unchangedService(set, index),
  );
  for (let turn = 0; turn < changed; turn += 1) {
    const at = Math.floor((turn * services.length) / changed);
    const service = services[at];
    if (service !== undefined) services[at] = changedService(service, turn);
  }
  return services.map((service, index) => ofService(service).slice(0, objects - index * EACH));
}

/** What can be changed comes first: a cut-off last service has it still. */
function ofService(service: Service): Manifest[] {
  const [account, role, binding, configMap, ...others] = surroundings(service);
  return [workload(service), configMap, account, role, binding, ...others].filter(
    (object) => object !== undefined,
  );
}

/** Replaces what the folder holds by the mix, one file for each service, as people have it. */
export async function writeManifests(folder: string, mix: Mix): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [index, objects] of manifestsOf(mix).entries()) {
    const texts = objects.map((object) => stringify(object, { aliasDuplicateObjects: false }));
    await writeFile(join(folder, `service-${index}.yaml`), texts.join('---\n'));
  }
}
