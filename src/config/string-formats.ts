import { z } from 'zod';

export const NAME = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be lowercase letters, digits and dashes, 63 at the most',
  );

export const PATH = z
  .string()
  .regex(
    /^(?!\/)(?!.*(^|\/)\.\.(\/|$))[^\\\0]+$/,
    'must be a path inside the repository, with "/" and without ".."',
  );

export const DURATION = z
  .string()
  .regex(/^[1-9][0-9]*(s|m|h|d)$/, 'must be a duration such as 30s, 10m, 2h or 1d');
