import type { GitHubOptions } from '../../../sandbox/github/server/start.ts';
import type { Level } from '../../../sandbox/github/world/model.ts';
import { type Site, startSite } from '../../integration/sandbox-github/site.ts';
import { hooks, theApp } from './app.ts';
import { castOf } from './ask.ts';
import { checks } from './checks.ts';
import { deployments } from './deployments.ts';
import { files } from './files.ts';
import { forks } from './forks.ts';
import { installations } from './installations.ts';
import { issues } from './issues.ts';
import { pulls } from './pulls.ts';
import { queue } from './queue.ts';
import { refusals } from './refusals.ts';
import { theOrganization, theRepository } from './repository.ts';
import { settings } from './settings.ts';

const ALL = [
  'contents',
  'pull_requests',
  'issues',
  'checks',
  'statuses',
  'deployments',
  'members',
  'administration',
  'actions',
  'metadata',
  'merge_queues',
];
const EVERYTHING: Record<string, Level> = Object.fromEntries(ALL.map((name) => [name, 'write']));
const EVENTS = [
  'push',
  'create',
  'delete',
  'fork',
  'merge_group',
  'repository',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'issues',
  'issue_comment',
  'check_run',
  'check_suite',
  'deployment',
  'deployment_status',
];

/** Everything that can be asked for, in the order in which a repository lives. */
export async function liveThrough(observe: GitHubOptions['observe']): Promise<Site> {
  const site = await startSite({ permissions: EVERYTHING, events: EVENTS, observe });
  const cast = await castOf(site);
  await theApp(cast);
  await theRepository(cast);
  await theOrganization(cast);
  await files(cast);
  await issues(cast);
  await pulls(cast);
  await forks(cast);
  await queue(cast);
  await checks(cast);
  await deployments(cast);
  await settings(cast);
  await installations(cast);
  await hooks(cast);
  await refusals(cast);
  await site.github.settled();
  return site;
}
