import { type Cast, SHOP } from './ask.ts';

/** Refusals have a form as well. */
export async function refusals({ site: { api, tokens } }: Cast): Promise<void> {
  await api(tokens.ada, `GET ${SHOP}/pulls/4711`);
  await api(tokens.ada, `POST ${SHOP}/pulls`, { title: 'Again', head: 'none', base: 'main' });
  await api(tokens.eve, `PUT ${SHOP}/contents/README.md`, { message: 'No', content: '' });
  await api(tokens.ada, `GET ${SHOP}/nothing-of-the-kind`);
}
