import type { CallName, EventName, InputOf, OutputOf, PayloadOf } from '../../shared/contract/index.ts';
import type { Result } from '../../shared/contract/problem.ts';

/** What the preload puts on `window`: one question, one subscription, nothing else. */
export interface CaresealBridge {
  call<K extends CallName>(name: K, input: InputOf<K>): Promise<Result<OutputOf<K>>>;
  /** Returns the function that ends the subscription. */
  on<K extends EventName>(name: K, listener: (payload: PayloadOf<K>) => void): () => void;
}

declare global {
  interface Window {
    readonly careseal: CaresealBridge;
  }
}
