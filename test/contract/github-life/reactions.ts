import type { Ask } from './ask.ts';

export async function reactions(ask: Ask, at: string): Promise<void> {
  const { id } = await ask(`POST ${at}/reactions`, { content: '+1' });
  await ask(`GET ${at}/reactions`);
  await ask(`DELETE ${at}/reactions/${id}`);
}
