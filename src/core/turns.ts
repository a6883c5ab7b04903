/**
 * Work that takes turns: of one key each begins when the one before has ended, however it ended. A turn that fails is
 * told to whoever asked for it, and to nobody else.
 */
export function turns(): <Found>(key: string | number, begin: () => Promise<Found>) => Promise<Found> {
  const last = new Map<string | number, Promise<unknown>>();
  return async (key, begin) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(begin, begin);
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}
