/** Where there is no commit. */
export const ZEROS = '0'.repeat(40);
