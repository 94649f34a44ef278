import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  Select,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { DocumentAdd20Regular } from '@fluentui/react-icons';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import type { KeyView } from '../../shared/model/key.ts';
import { invalidate } from '../bridge/live.ts';
import { useAct, useAsk } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { Busy } from '../kit/busy.tsx';
import { useNotice } from '../kit/notice.tsx';
import { SecretInput } from '../kit/passphrase.tsx';
import { ProblemBar } from '../kit/problem.tsx';

const useStyles = makeStyles({
  surface: { maxWidth: '560px' },
  content: { display: 'grid', gap: tokens.spacingVerticalM },
  key: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

function KeyDialog(props: {
  readonly title: string;
  readonly error: unknown;
  readonly busy: boolean;
  readonly ready: boolean;
  readonly go: string;
  readonly onGo: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const styles = useStyles();
  const text = useText();
  return (
    <Dialog open onOpenChange={(_, data) => (data.open ? undefined : props.onClose())}>
      <DialogSurface className={styles.surface}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (props.ready && !props.busy) props.onGo();
          }}
        >
          <DialogBody>
            <DialogTitle>{props.title}</DialogTitle>
            <DialogContent className={styles.content}>
              {props.error ? <ProblemBar error={props.error} /> : null}
              {props.children}
            </DialogContent>
            <DialogActions>
              <Button onClick={props.onClose}>{text.common.cancel}</Button>
              <Button
                appearance="primary"
                type="submit"
                disabledFocusable={!props.ready || props.busy}
                {...(props.busy ? { icon: <Busy /> } : {})}
              >
                {props.go}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

/** A key for an address that one of the accounts has. */
export function MakeDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const client = useQueryClient();
  const notify = useNotice();
  const accounts = useAsk('account.list', {});
  const [chosen, setChosen] = useState<string | null>(null);
  const account = accounts.data?.accounts.find((one) => one.address === chosen) ?? accounts.data?.accounts[0];
  const make = useAct('key.make', {
    onSuccess: () => {
      invalidate(client, 'key.list', 'draft.plan');
      notify({ words: text.settings.keyMade, tone: 'success' });
      onClose();
    },
  });
  return (
    <KeyDialog
      title={text.settings.makeKey}
      error={make.error}
      busy={make.isPending}
      ready={account !== undefined}
      go={text.settings.makeKey}
      onGo={() => account && make.mutate({ name: account.displayName, address: account.address })}
      onClose={onClose}
    >
      <Field label={text.settings.makeKeyFor}>
        <Select value={account?.address ?? ''} onChange={(_, data) => setChosen(data.value)}>
          {accounts.data?.accounts.map((one) => (
            <option key={one.id} value={one.address}>
              {one.address}
            </option>
          ))}
        </Select>
      </Field>
      <span>{text.onboarding.keyPoints.stays}</span>
    </KeyDialog>
  );
}

/** Key text, or a file, which the window reads itself. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles();
  const text = useText();
  const client = useQueryClient();
  const notify = useNotice();
  const picker = useRef<HTMLInputElement>(null);
  const [armored, setArmored] = useState('');
  const [file, setFile] = useState<{ readonly name: string; readonly base64: string } | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const bring = useAct('key.import', {
    onSuccess: ({ keys }) => {
      invalidate(client, 'key.list', 'draft.plan');
      notify({ words: text.settings.imported(keys.length), tone: 'success' });
      onClose();
    },
  });
  return (
    <KeyDialog
      title={text.settings.importTitle}
      error={bring.error}
      busy={bring.isPending}
      ready={armored.trim() !== '' || file !== null}
      go={text.settings.importKey}
      onGo={() =>
        bring.mutate({
          ...(file ? { base64: file.base64 } : { armored }),
          ...(passphrase === '' ? {} : { passphrase }),
        })
      }
      onClose={onClose}
    >
      <span>{text.settings.importHint}</span>
      <Field label={text.settings.importText}>
        <Textarea
          rows={6}
          spellCheck={false}
          disabled={file !== null}
          textarea={{ className: styles.key }}
          value={armored}
          onChange={(_, data) => setArmored(data.value)}
        />
      </Field>
      <div>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".asc,.gpg,.pgp,.key,.txt"
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen) void chosen.bytes().then((bytes) => setFile({ name: chosen.name, base64: toBase64(bytes) }));
          }}
        />
        <Button icon={<DocumentAdd20Regular />} onClick={() => picker.current?.click()}>
          {file?.name ?? text.settings.importFile}
        </Button>
      </div>
      <Field label={text.settings.importPassphrase} hint={text.settings.importPassphraseHint}>
        <SecretInput value={passphrase} onChange={(_, data) => setPassphrase(data.value)} />
      </Field>
    </KeyDialog>
  );
}

/** Key files are small; a piece at a time, because spreading all bytes at once overflows the stack. */
function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}

/** The secret key, under a passphrase of its own. */
export function ExportDialog({ view, onClose }: { readonly view: KeyView; readonly onClose: () => void }) {
  const text = useText();
  const [ownPassphrase, setOwnPassphrase] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const bring = useAct('key.exportSecret', {
    // Not saved means that the folder dialog was closed: the passphrase stays for another try.
    onSuccess: ({ saved }) => {
      if (saved) onClose();
    },
  });
  return (
    <KeyDialog
      title={text.settings.exportSecret}
      error={bring.error}
      busy={bring.isPending}
      ready={ownPassphrase !== '' && passphrase.length >= 8}
      go={text.settings.exportSave}
      onGo={() => bring.mutate({ fingerprint: view.fingerprint, ownPassphrase, passphrase })}
      onClose={onClose}
    >
      <span>{text.settings.exportSecretHint}</span>
      <Field label={text.settings.exportOwnPassphrase} required>
        <SecretInput value={ownPassphrase} onChange={(_, data) => setOwnPassphrase(data.value)} />
      </Field>
      <Field label={text.settings.exportPassphrase} hint={text.settings.exportPassphraseHint} required>
        <SecretInput value={passphrase} onChange={(_, data) => setPassphrase(data.value)} />
      </Field>
    </KeyDialog>
  );
}
