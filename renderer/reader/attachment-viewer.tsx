import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useMemo, useState } from 'react';
import type { AttachmentView } from '../../shared/model/message.ts';
import { useAsk } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { Waiting } from '../kit/blank.tsx';
import { ProblemPage } from '../kit/problem.tsx';
import { bytesOf, decodeText, viewerFor } from './viewable.ts';

const useStyles = makeStyles({
  surface: { maxWidth: 'min(1100px, calc(100vw - 48px))', width: '100%' },
  title: { overflowWrap: 'anywhere' },
  content: {
    height: 'calc(100vh - 220px)',
    overflow: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  picture: { display: 'block', margin: 'auto', maxWidth: '100%', maxHeight: '100%', objectFit: 'contain' },
  actual: { maxWidth: 'none', maxHeight: 'none' },
  text: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    minHeight: '100%',
    boxSizing: 'border-box',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    unicodeBidi: 'plaintext',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '18px',
  },
});

function Picture({ base64, type, name }: { readonly base64: string; readonly type: string; readonly name: string }) {
  const styles = useStyles();
  const t = useText().reader.files;
  const [actual, setActual] = useState(false);
  const [url, setUrl] = useState<string | null>(null);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytesOf(base64)], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [base64, type]);
  if (broken) return <p className={styles.text}>{t.viewerFailed}</p>;
  return (
    <>
      {url === null ? null : (
        <img
          src={url}
          alt={name}
          className={mergeClasses(styles.picture, actual && styles.actual)}
          onError={() => setBroken(true)}
          onDoubleClick={() => setActual(!actual)}
        />
      )}
      <Button
        size="small"
        style={{ position: 'absolute', insetInlineEnd: 40, insetBlockEnd: 72 }}
        onClick={() => setActual(!actual)}
      >
        {actual ? t.fitSize : t.actualSize}
      </Button>
    </>
  );
}

/** A picture or a text, shown here so that nothing has to be saved in clear. */
export function AttachmentViewer({
  messageId,
  file,
  onClose,
  onSave,
}: {
  readonly messageId: number;
  readonly file: AttachmentView;
  readonly onClose: () => void;
  readonly onSave: () => void;
}) {
  const styles = useStyles();
  const text = useText();
  const t = text.reader.files;
  const bytes = useAsk('attachment.read', { messageId, part: file.part });
  const kind = viewerFor(file);
  const shownText = useMemo(
    () => (bytes.data && kind === 'text' ? decodeText(bytesOf(bytes.data.base64)) : ''),
    [bytes.data, kind],
  );
  return (
    <Dialog
      open
      onOpenChange={(_, data) => {
        if (!data.open) onClose();
      }}
    >
      <DialogSurface className={styles.surface} aria-label={t.viewer}>
        <DialogBody>
          <DialogTitle className={styles.title}>
            <bdi>{file.name}</bdi>
          </DialogTitle>
          <DialogContent className={styles.content} tabIndex={0}>
            {bytes.isPending ? <Waiting /> : null}
            {bytes.error ? <ProblemPage error={bytes.error} onRetry={() => void bytes.refetch()} /> : null}
            {bytes.data && kind === 'image' ? (
              <Picture base64={bytes.data.base64} type={file.type} name={file.name} />
            ) : null}
            {bytes.data && kind === 'text' ? (
              <pre className={styles.text} dir="auto">
                {shownText}
              </pre>
            ) : null}
          </DialogContent>
          <DialogActions>
            <Button onClick={onSave}>{t.save}</Button>
            <Button appearance="primary" onClick={onClose}>
              {text.common.close}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
