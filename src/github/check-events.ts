import { z } from 'zod';
import { APPROVE } from '../core/button.ts';
import type { RepositoryRef } from '../core/refs.ts';
import type { Listener } from '../ports/listener.ts';
import type { App } from './app.ts';
import { REFERENCE } from './check-reference.ts';

const SENDER = z.object({ login: z.string(), type: z.string() });
const OF_APP = z.object({ id: z.int() });
const RUN = z.object({
  check_run: z.object({ external_id: z.string().nullable(), app: OF_APP }),
  sender: SENDER,
  requested_action: z.object({ identifier: z.string() }).optional(),
});
const SUITE = z.object({
  check_suite: z.object({ head_sha: z.string().regex(/^[0-9a-f]{40}$/), app: OF_APP }),
  sender: SENDER,
});

/** A press of a button of plumbline's check run, or of its "Re-run": GitHub allows it only to people who may write. */
export async function press(
  app: App,
  listener: Listener,
  repository: RepositoryRef,
  payload: unknown,
): Promise<void> {
  const { check_run: run, sender, requested_action: action } = RUN.parse(payload);
  if (run.app.id !== app.id || sender.type !== 'User') return;
  // A check without a reference has no buttons.
  if (run.external_id === null || run.external_id === '') return;
  const reference = REFERENCE.parse(run.external_id);
  const button = action?.identifier === APPROVE ? APPROVE : 'plan';
  await listener.pressed(repository, button, sender.login, reference);
}

/** A press of "Re-run all checks". */
export async function rerun(
  app: App,
  listener: Listener,
  repository: RepositoryRef,
  payload: unknown,
): Promise<void> {
  const { check_suite: suite, sender } = SUITE.parse(payload);
  if (suite.app.id !== app.id || sender.type !== 'User') return;
  await listener.rerun(repository, suite.head_sha);
}
