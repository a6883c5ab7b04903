import { turns } from '../core/turns.ts';

/** Keys of a subject: those with one `turn` take turns, and those with one `together` beside it are done together. */
interface Keys<Subject> {
  readonly turn: (subject: Subject) => string;
  readonly together: (subject: Subject) => string;
}

interface Waiting<Wish, Answer> {
  readonly wishes: Wish[];
  readonly answers: Promise<readonly Answer[]>;
}

/**
 * Work that takes turns. Calls that come while it goes on are done together afterwards: what they get was found after
 * they asked. Where that fails, each is done alone, so that none fails for another one's wish.
 * @param work gives an answer to each wish, in their order
 */
export function joining<Subject, Wish, Answer>(
  keys: Keys<Subject>,
  work: (subject: Subject, wishes: readonly Wish[]) => Promise<readonly Answer[]>,
): (subject: Subject, wish: Wish) => Promise<Answer> {
  const inTurn = turns();
  const waiting = new Map<string, Waiting<Wish, Answer>>();

  function wait(subject: Subject, key: string): Waiting<Wish, Answer> {
    const wishes: Wish[] = [];
    const answers = inTurn(keys.turn(subject), () => {
      waiting.delete(key);
      return work(subject, wishes);
    });
    const made = { wishes, answers };
    waiting.set(key, made);
    return made;
  }

  return async (subject, wish) => {
    const key = `${keys.turn(subject)} ${keys.together(subject)}`;
    const { wishes, answers } = waiting.get(key) ?? wait(subject, key);
    const index = wishes.push(wish) - 1;
    try {
      return (await answers)[index] as Answer;
    } catch (error) {
      if (wishes.length === 1) throw error;
    }
    const [answer] = await inTurn(keys.turn(subject), () => work(subject, [wish]));
    return answer as Answer;
  };
}
