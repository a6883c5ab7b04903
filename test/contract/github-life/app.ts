import { type Cast, SHOP } from './ask.ts';

export async function theApp({ site, jwt, app }: Cast): Promise<void> {
  await jwt('GET /app');
  await jwt('GET /app/installations');
  await jwt(`GET /app/installations/${site.installation.id}`);
  await jwt(`GET ${SHOP}/installation`);
  await app('GET /installation/repositories?per_page=1');
  await app('GET /rate_limit');
}

export async function hooks({ site, jwt }: Cast): Promise<void> {
  await site.github.settled();
  const [first] = await jwt('GET /app/hook/deliveries?per_page=1');
  await jwt(`GET /app/hook/deliveries/${first.id}`);
  await jwt(`POST /app/hook/deliveries/${first.id}/attempts`);
}
