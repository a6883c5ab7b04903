import type { Comment, Conversation } from '../../src/ports/conversation.ts';
import { type GitHubState, type PullState, APP, pullOf } from './github-state.ts';

export function memoryConversation(state: GitHubState): Conversation {
  return {
    comments: async (pull) => [...pullOf(state, pull).comments],
    comment: async (pull, id) => pullOf(state, pull).comments.find((comment) => comment.id === id),
    async keep(ref, marker, body, { ifThere, before } = {}) {
      const pull = pullOf(state, ref);
      const own = pull.comments.findIndex((comment) => isKept(comment, marker));
      const known = pull.comments[own];
      if (known === undefined && ifThere === true) return undefined;
      if (known?.body === body) return state.now();
      await before?.();
      if (known === undefined) say(state, pull, body);
      else pull.comments[own] = { ...known, body, updatedAt: state.now() };
      pull.updatedAt = state.now();
      state.said(`comment #${ref.number} ${marker.replaceAll(/<!-- plumbline:| -->/g, '')}`);
      return state.now();
    },
    react: async (_pull, comment, reaction) => state.said(`reaction ${reaction} to ${comment}`),
  };
}

function say(state: GitHubState, pull: PullState, body: string): void {
  const [createdAt, updatedAt] = [state.now(), state.now()];
  pull.comments.push({ id: state.nextId(), author: APP, body, createdAt, updatedAt });
}

/** One that somebody edited has lost its author here: it stays as it is. */
function isKept({ author, body }: Comment, marker: string): boolean {
  return author === APP && body.startsWith(marker);
}
