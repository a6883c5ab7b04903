import { askedToEnd } from '../cluster/asked-to-end.ts';
import { type Company, SHOP } from './company.ts';
import { git, say } from './stage.ts';

/** Leaves everything up for whoever wants to try it by hand, until Ctrl-C. */
export async function play(company: Company): Promise<void> {
  const end = askedToEnd();
  await cleanUp(company);
  say(words(company));
  await end;
}

/** The clone as a person wants to find it: on `main`, up to date, without what is merged. */
async function cleanUp({ stage }: Company): Promise<void> {
  await git(stage, 'checkout', '--quiet', 'main');
  await git(stage, 'pull', '--quiet', '--ff-only', '--prune');
  await git(stage, 'branch', '--quiet', '--delete', '--force', 'feature');
}

/** What to do, in an order in which each step works. */
function words({ github: { url }, stage }: Company): string {
  const page = (path: string, person: string) => `${url}/${SHOP.owner}/${SHOP.repo}${path}?as=${person}`;
  return `
Everything is still up. Look around as Ada: ${page('', 'ada')}

1. Change something, in another terminal (Ada's clone: pushing needs no password):

     cd ${stage.folder}
     git checkout -b more-replicas
     sed -i 's/replicas: 2/replicas: 3/' clusters/production/shop/api.yaml
     git commit -am 'Three replicas of the API'
     git push origin more-replicas

2. Open the pull request: ${page('/pull/new/more-replicas', 'ada')}
   Within seconds it has Plumbline's comment, and its check waits for two approvals of @acme/sre.

3. Approve it, as Grace and as Linus: "Approve" beside the check "plumbline / production".
     ${page('/pulls', 'grace')}
     ${page('/pulls', 'linus')}
   Then press "Merge pull request", and see it deployed: ${page('/deployments', 'grace')}

4. Change the cluster behind Git's back:

     export KUBECONFIG=${stage.env['KUBECONFIG']}
     ${stage.kubectl} --context production -n shop-production scale deployment/api --replicas=5

   Within seconds there is a pull request that reverts it: ${page('/pulls', 'grace')}
   Approve and merge it like the other: live is again what Git says.

Ctrl-C ends it and removes it all.`;
}
