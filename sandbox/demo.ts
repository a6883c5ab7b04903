import { parseArgs } from 'node:util';
import { askedToEnd } from './cluster/asked-to-end.ts';
import type { Company } from './demo/company.ts';
import { runDemo } from './demo/run.ts';
import { say } from './demo/stage.ts';

const { values } = parseArgs({
  options: { once: { type: 'boolean', default: false }, port: { type: 'string', default: '3010' } },
});

await runDemo({ port: values.once ? 0 : Number(values.port), ...(!values.once && { afterwards: play }) });

async function play({ github: { url }, stage }: Company): Promise<void> {
  const end = askedToEnd();
  say(`
Everything is still up. In a browser: ${url}/acme/shop (sign in as ada, grace, linus or eve).
In another terminal:

  cd ${stage.folder}        # Ada's clone; pushing needs no password
  export KUBECONFIG=${stage.env['KUBECONFIG']}
  alias kubectl=${stage.kubectl}
  kubectl --context production -n shop-production edit deployment/web

Ctrl-C ends it and removes it all.`);
  await end;
}
