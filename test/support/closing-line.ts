import type { Reporter, TestModule } from 'vitest/node';
import { onlyAll } from './only-all.ts';
import { SUITE } from './scale.ts';

/** Ends a run with what it left out, the time it took, and the plain line that tools read: `N passed, N failed`. */
export default class ClosingLine implements Reporter {
  private began = performance.now();

  onTestRunStart(): void {
    this.began = performance.now();
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state);
      passed += states.filter((state) => state === 'passed').length;
      failed += states.filter((state) => state === 'failed' || state === 'pending').length;
      failed += module.errors().length;
    }
    const seconds = Math.round((performance.now() - this.began) / 1000);
    process.stdout.write(`\n${leftOut()}It took ${seconds} s.\n${passed} passed, ${failed} failed\n`);
  }
}

function leftOut(): string {
  if (SUITE === 'all') return '';
  const lines = onlyAll().map((line) => `  ${line}\n`);
  return `Only npm run test:all runs:\n${lines.join('')}\n`;
}
