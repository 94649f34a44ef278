import type { Chosen } from './actions.tsx';

/** What is being dragged inside the window. Not in the drag data: other programs could read that. */
export const draggedThreads: { current: Chosen | null } = { current: null };
