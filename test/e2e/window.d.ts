import type { CallName, InputOf, OutputOf } from '../../shared/contract/index.ts';
import type { Result } from '../../shared/contract/problem.ts';

declare global {
  interface Window {
    readonly careseal: {
      call<N extends CallName>(name: N, input: InputOf<N>): Promise<Result<OutputOf<N>>>;
    };
  }
}
