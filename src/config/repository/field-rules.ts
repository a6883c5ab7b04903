import { z } from 'zod';

/** The objects that a rule matches: all, where none of the three is given. */
const OBJECTS = {
  kind: z.string().min(1).optional().describe('Only objects of this kind.'),
  name: z.string().min(1).optional().describe('Only objects of this name.'),
  namespace: z.string().min(1).optional().describe('Only objects in this namespace.'),
};

const pointer = (example: string) => z.string().regex(/^\/./, `must be a JSON pointer such as ${example}`);

export const IGNORE = z
  .strictObject({
    ...OBJECTS,
    path: pointer('/spec/replicas')
      .optional()
      .describe('JSON pointer to the field and all below it; [name=app] selects an entry of a list.'),
    manager: z.string().min(1).optional().describe('All fields that this field manager owns live.'),
    because: z.string().min(1, 'must say why').describe('Why it is left alone, for whoever reads it next.'),
  })
  .refine(
    ({ path, manager }) => path !== undefined || manager !== undefined,
    'must say what is ignored: a path, a manager, or both',
  );

export const MASK = z.strictObject({
  ...OBJECTS,
  path: pointer('/spec/password').describe(
    'JSON pointer to the value and all below it; [name=app] selects an entry of a list.',
  ),
});
