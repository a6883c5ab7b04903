import { expect, it } from 'vitest';
import { asked } from '../../../src/github/refusal.ts';

it.each([
  [
    422,
    { message: 'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n' },
    'GitHub refused it (422): Repository rule violations found; Cannot create ref due to creations being restricted. Change what it names.',
  ],
  [
    422,
    {
      message: 'Validation Failed',
      errors: [{ message: 'No commits between main and x', code: 'custom' }, 'Odd'],
    },
    'GitHub refused it (422): Validation Failed; No commits between main and x; Odd. Change what it names.',
  ],
  [
    403,
    { message: 'Repository was archived so is read-only.' },
    "GitHub refused it (403): Repository was archived so is read-only. Check the App's permissions against app.yml.",
  ],
  [422, { message: 'x'.repeat(2000) }, `GitHub refused it (422): ${'x'.repeat(499)}…. Change what it names.`],
])("U53: GitHub's own words are all said: %i", async (status, data, message) => {
  const refused = asked('acme/shop', () =>
    Promise.reject(Object.assign(new Error('HttpError'), { status, response: { data, headers: {} } })),
  );
  await expect(refused).rejects.toMatchObject({ message: `acme/shop: ${message}` });
});
