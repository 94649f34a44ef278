import { ProblemError } from '../../../shared/contract/problem.ts';

/** A row that was asked for by id is not there (any more). */
export function notFound(): ProblemError {
  return new ProblemError('not-found', 'This is no longer here.', 'Refresh the list and choose again.');
}
