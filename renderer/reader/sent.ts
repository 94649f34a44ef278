import { foldAddress } from '../../shared/model/address.ts';
import type { MessageView, SpecialUse } from '../../shared/model/message.ts';

/** Folders into which nobody but us puts anything; filters of the server may fill any other. */
const ours: ReadonlySet<SpecialUse> = new Set<SpecialUse>(['sent', 'archive', 'trash']);

/**
 * Takes "you sent this" and its evidence off a message that only looks like one of ours. They are found by Message-ID,
 * which every recipient knows and a stranger may write over a message of their own.
 *
 * @param specialUse of the mailbox that it lies in; `null` for any other mailbox
 * @param own folded addresses of this profile's accounts
 */
export function withoutBorrowedId(
  view: MessageView,
  specialUse: SpecialUse | null,
  own: ReadonlySet<string>,
): MessageView {
  const fromUs = view.from.length > 0 && view.from.every(({ addr }) => own.has(foldAddress(addr)));
  const believable = fromUs && specialUse !== null && ours.has(specialUse);
  if (believable || (view.sentBy.length === 0 && view.evidence.length === 0)) return view;
  return { ...view, sentBy: [], evidence: [] };
}
