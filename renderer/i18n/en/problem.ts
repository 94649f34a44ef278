/**
 * Words for every problem code: what happened and what is safe, then the one next step. `{seconds}` and the like are
 * filled from the problem's details; a sentence whose number is missing keeps its general form in `waitUnknown`.
 */
export const problem = {
  waitUnknown: 'a moment',
  words: {
    'bad-input': {
      message: 'Careseal could not use what was entered. Nothing was changed.',
      hint: 'Check the fields and try again.',
    },
    'bad-output': {
      message: 'Careseal gave itself an answer it does not accept. Nothing was changed.',
      hint: 'Try again. If it happens again, copy the details for support.',
    },
    'unknown-row': {
      message: 'This part of Careseal is not available here.',
      hint: 'Restart Careseal. If it happens again, copy the details for support.',
    },
    'wrong-sender': {
      message: 'Careseal refused a request that did not come from its own window.',
      hint: 'Lock Careseal and unlock it again.',
    },
    locked: { message: 'Careseal is locked.', hint: 'Unlock your profile and try again.' },
    'not-permitted': {
      message: 'Your role does not allow this. Nothing was changed.',
      hint: 'Ask an administrator or the privacy officer.',
    },
    'engine-gone': {
      message: 'The part of Careseal that holds the mail has stopped. Drafts are saved.',
      hint: 'Unlock again.',
    },
    internal: {
      message: 'Something went wrong inside Careseal. Your messages and drafts are safe.',
      hint: 'Try again. If it happens again, copy the details for support.',
    },
    'passphrase-wrong': {
      message: 'That is not the passphrase of this profile.',
      hint: 'Check Caps Lock and the keyboard language, then type it again.',
    },
    'passphrase-weak': {
      message: 'This passphrase is too easy to guess.',
      hint: 'Use at least four unrelated words, or make it longer.',
    },
    'recovery-key-wrong': {
      message: 'This recovery key does not belong to this profile, or has a typing error.',
      hint: 'Compare it group by group with the printed sheet.',
    },
    'unlock-delayed': {
      message: 'After several failed attempts there is a pause.',
      hint: 'Try again in {seconds} seconds.',
    },
    'keychain-absent': {
      message: "This computer's keychain has no entry for this profile. The mail is still here, encrypted.",
      hint: 'Sign in to the computer as the user who set up the profile, or use the recovery key.',
    },
    'keychain-locked': {
      message: "This computer's keychain is locked. Nothing is lost.",
      hint: 'Unlock the keychain, then unlock here again.',
    },
    'keychain-changed': {
      message: "This computer's keychain holds another entry than the one this profile was made with.",
      hint: 'Use the recovery key from the printed sheet.',
    },
    'keychain-damaged': {
      message: "This computer's keychain gives an answer that Careseal cannot read. Nothing was overwritten.",
      hint: 'Restart the computer. If that does not help, use the recovery key.',
    },
    'vault-damaged': {
      message: 'The key file of this profile is damaged. Nothing was overwritten.',
      hint: 'Restore it from a backup, or ask your administrator. Do not make the profile again.',
    },
    'profile-unknown': {
      message: 'This profile is no longer on this computer.',
      hint: 'Choose another profile.',
    },
    'profile-exists': { message: 'A profile with this name exists already.', hint: 'Choose another name.' },
    'store-newer': {
      message: 'The mail on this computer was saved by a newer version of Careseal. Nothing was changed.',
      hint: 'Install the newer version.',
    },
    'store-damaged': {
      message: 'Part of what is stored on this computer is damaged. Nothing was deleted.',
      hint: 'Copy the details for support before doing anything else.',
    },
    'disk-full': {
      message: "This computer's disk is full. What was saved so far is safe.",
      hint: 'Free some space, then try again.',
    },
    'not-found': { message: 'This is no longer here.', hint: 'It may have been moved or deleted elsewhere.' },
    'work-pending': {
      message: 'There are drafts or unsent messages of this account, and they are nowhere else.',
      hint: 'Send or discard them, then try again.',
    },
    conflict: { message: 'This was changed somewhere else in the meantime.', hint: 'Look at it again, then repeat.' },
    offline: {
      message: 'Careseal is offline. What is stored on this computer can still be read.',
      hint: 'Check the network. Careseal reconnects by itself.',
    },
    'tls-refused': {
      message: 'The mail server does not offer a protected connection, so Careseal did not connect.',
      hint: 'Check the server name and port, or ask your mail provider.',
    },
    'certificate-refused': {
      message: 'The mail server could not prove that it is the right one, so no password was sent.',
      hint: 'Check the server name. If it is right, tell your administrator before trying again.',
    },
    'login-refused': {
      message: 'The mail server did not accept the user name or password.',
      hint: 'Type the password again. Some providers want an app password.',
    },
    'server-refused': {
      message: 'The mail server refused the request.',
      hint: 'Try again later, or ask your mail provider.',
    },
    'server-unreachable': {
      message: 'The mail server does not answer.',
      hint: 'Check the network, the server name and the port.',
    },
    'mailbox-missing': { message: 'This folder is no longer on the server.', hint: 'Choose another folder.' },
    timeout: { message: 'The mail server took too long to answer.', hint: 'Try again.' },
    'too-large': { message: 'This is too large.', hint: 'Use a smaller file, or send it in parts.' },
    unreadable: {
      message: 'Careseal could not read this. It is unchanged.',
      hint: 'Ask the sender to send it in another way.',
    },
    'no-recipient': { message: 'There is no recipient yet.', hint: 'Add at least one address.' },
    'address-invalid': { message: 'An address is not complete.', hint: 'Check the address and correct it.' },
    'key-unreadable': { message: 'No key was found in this.', hint: 'Ask its owner to export the key again.' },
    'key-passphrase-wrong': {
      message: 'The passphrase does not open this key.',
      hint: 'Type the passphrase that the key was exported with.',
    },
    'key-missing': { message: 'The key for this is not here.', hint: 'Import or make the key in settings, Keys.' },
    'protection-dropped': {
      message: 'Somebody who was shown as encrypted cannot receive this encrypted any more, so it was not sent.',
      hint: 'Look at the recipients again, then decide whether to send it.',
    },
    'seal-failed': {
      message: 'The message could not be encrypted, so it was not sent. It is saved as a draft.',
      hint: "Check the recipients' keys and send again.",
    },
    'needs-justification': {
      message: 'This needs a reason before it may leave without protection.',
      hint: 'Choose a reason, or protect the message.',
    },
    'blocked-by-policy': {
      message: "The clinic's policy does not let this message leave.",
      hint: 'Take out what the policy names, or ask the privacy officer.',
    },
    'already-sent': {
      message: 'This has already been handed to the mail server.',
      hint: 'Look in the Sent folder.',
    },
    cancelled: { message: 'Cancelled. Nothing was changed.', hint: 'Start again when you are ready.' },
  },
};
