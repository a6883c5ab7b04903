import type { Log } from '../log.ts';
import type { Unaccepted } from '../ports/acceptance.ts';

const LACKS = 'an installation lacks what the App asks for by now: it goes on working without';
const NEXT =
  'An owner of the account accepts it: Settings, GitHub Apps, "Review request" beside the App. Nothing has to be restarted.';

/** Logs the permissions that installations have not accepted: at the start, and again when they change. */
export function logUnaccepted(log: Log): (all: readonly Unaccepted[]) => void {
  const said = new Map<string, string>();
  return (all) => {
    for (const each of all) {
      const known = JSON.stringify(each);
      if (said.get(each.account) !== known) log.warn({ ...each, next: NEXT }, LACKS);
      said.set(each.account, known);
    }
    for (const account of said.keys())
      if (all.every((each) => each.account !== account)) {
        said.delete(account);
        log.info({ account }, 'an installation has accepted all that the App asks for');
      }
  };
}
