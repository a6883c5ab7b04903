import type { Program } from './program.ts';
import type { Programs } from './programs.ts';
import type { Identities } from './users.ts';

/** Where one cluster is set up: its folder, the programs to run, who may speak to it. */
export type Site = {
  folder: string;
  programs: Programs;
  identities: Identities;
  /** Runs a program in the folder; it ends with the cluster. */
  launch(name: string, command: string, flags: readonly string[]): Program;
};
