import { type Cast, SHOP } from './ask.ts';

export async function deployments({ app }: Cast): Promise<void> {
  const deployment = await app(`POST ${SHOP}/deployments`, {
    ref: 'main',
    environment: 'production',
    auto_merge: false,
    required_contexts: [],
    payload: { pull: 1 },
    description: 'By pull request',
  });
  const at = `${SHOP}/deployments/${deployment.id}`;
  await app(`POST ${at}/statuses`, {
    state: 'in_progress',
    description: 'Applying',
    environment_url: 'https://shop.example.com',
  });
  await app(`POST ${at}/statuses`, { state: 'failure', description: 'Refused' });
  await app(`GET ${SHOP}/deployments?environment=production`);
  await app(`GET ${at}`);
  await app(`GET ${at}/statuses`);
  await app(`GET ${SHOP}/environments`);
  await app(`GET ${SHOP}/environments/production`);
  await app(`POST ${at}/statuses`, { state: 'inactive' });
  await app(`DELETE ${at}`);
}
