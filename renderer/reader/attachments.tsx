import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowDownload16Regular,
  Document20Regular,
  Eye16Regular,
  Image20Regular,
  Key16Regular,
  Key20Regular,
  LockClosed12Regular,
  Warning16Regular,
} from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import type { AttachmentView } from '../../shared/model/message.ts';
import { problemOf } from '../bridge/client.ts';
import { useAct } from '../bridge/query.ts';
import { problemWords } from '../i18n/problem-words.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { useNotice } from '../kit/notice.tsx';
import { AttachmentViewer } from './attachment-viewer.tsx';
import { attachmentsShown } from './limits.ts';
import { viewerFor } from './viewable.ts';

const useStyles = makeStyles({
  section: { border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: tokens.borderRadiusMedium },
  head: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    padding: `2px ${tokens.spacingHorizontalS} 2px ${tokens.spacingHorizontalM}`,
    fontSize: tokens.fontSizeBase200,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  title: { margin: 0, fontSize: 'inherit', fontWeight: tokens.fontWeightSemibold },
  list: { margin: 0, padding: '2px 0', listStyleType: 'none', maxHeight: '264px', overflowY: 'auto' },
  item: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `2px ${tokens.spacingHorizontalS} 2px ${tokens.spacingHorizontalM}`,
    minHeight: '34px',
    minWidth: 0,
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
  },
  icon: { display: 'inline-flex', flexShrink: 0, color: tokens.colorNeutralForeground3 },
  about: { flex: '1 1 auto', minWidth: 0, lineHeight: tokens.lineHeightBase200 },
  name: {
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase300,
  },
  meta: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  mark: { display: 'inline-flex', alignItems: 'center', gap: '2px' },
  risk: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '2px',
    color: tokens.colorStatusDangerForeground1,
    fontWeight: tokens.fontWeightSemibold,
  },
  lightRisk: { color: tokens.colorStatusWarningForeground1, fontWeight: tokens.fontWeightRegular },
  buttons: { display: 'flex', flexShrink: 0, gap: '2px' },
  foot: { padding: `0 ${tokens.spacingHorizontalS} 2px` },
});

const keyTypes = new Set(['application/pgp-keys']);

function fileIcon(type: string): ReactNode {
  if (keyTypes.has(type)) return <Key20Regular />;
  return type.startsWith('image/') ? <Image20Regular /> : <Document20Regular />;
}

/** What hangs on a message: name as it will be saved, size, protection, risk; save, look, import. */
export function Attachments({
  messageId,
  attachments,
}: {
  readonly messageId: number;
  readonly attachments: readonly AttachmentView[];
}) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const notify = useNotice();
  const t = text.reader.files;
  const [all, setAll] = useState(false);
  const [viewed, setViewed] = useState<AttachmentView | null>(null);
  const failed = (error: Error) => {
    const problem = problemOf(error);
    if (problem.code === 'cancelled') return;
    const words = problemWords(text, problem);
    notify({ words: `${words.message} ${words.hint}`, tone: 'error', lasts: 8000 });
  };
  const save = useAct('attachment.save', {
    onSuccess: ({ saved }) => {
      if (saved > 0) notify({ words: t.saved(saved), tone: 'success' });
    },
    onError: failed,
  });
  const importKey = useAct('key.importFromMessage', {
    onSuccess: ({ keys }) => notify({ words: t.keysImported(keys.length), tone: 'success', lasts: 8000 }),
    onError: failed,
  });
  if (attachments.length === 0) return null;
  const shown = all ? attachments : attachments.slice(0, attachmentsShown);

  return (
    <section className={styles.section} aria-label={t.label(attachments.length)}>
      <div className={styles.head}>
        <h3 className={styles.title}>{t.label(attachments.length)}</h3>
        {attachments.length > 1 ? (
          <Button
            size="small"
            appearance="subtle"
            icon={<ArrowDownload16Regular />}
            disabled={save.isPending}
            onClick={() => save.mutate({ messageId, parts: attachments.map(({ part }) => part) })}
          >
            {save.isPending ? t.saving : t.saveAll}
          </Button>
        ) : null}
      </div>
      <ul className={styles.list}>
        {shown.map((file) => (
          <li key={file.part} className={styles.item}>
            <span className={styles.icon} aria-hidden="true">
              {fileIcon(file.type)}
            </span>
            <div className={styles.about}>
              <bdi className={styles.name} title={file.name}>
                {file.name}
              </bdi>
              <div className={styles.meta}>
                <span>{format.size(file.size)}</span>
                {file.encrypted || file.signed ? (
                  <span className={styles.mark}>
                    {file.encrypted ? <LockClosed12Regular /> : null}
                    {file.encrypted ? (file.signed ? t.encryptedSigned : t.encrypted) : t.signed}
                  </span>
                ) : null}
                {file.risk === 'none' ? null : (
                  <span
                    className={mergeClasses(
                      styles.risk,
                      (file.risk === 'archive' || file.risk === 'macro') && styles.lightRisk,
                    )}
                  >
                    <Warning16Regular />
                    {t.risk[file.risk]}
                  </span>
                )}
              </div>
            </div>
            <div className={styles.buttons}>
              {viewerFor(file) === null ? null : (
                <Button
                  size="small"
                  appearance="subtle"
                  icon={<Eye16Regular />}
                  aria-label={t.viewOne(file.name)}
                  onClick={() => setViewed(file)}
                >
                  {t.view}
                </Button>
              )}
              {keyTypes.has(file.type) ? (
                <Button
                  size="small"
                  appearance="subtle"
                  icon={<Key16Regular />}
                  disabled={importKey.isPending}
                  onClick={() => importKey.mutate({ messageId, part: file.part })}
                >
                  {t.importKey}
                </Button>
              ) : null}
              <Button
                size="small"
                appearance="subtle"
                icon={<ArrowDownload16Regular />}
                aria-label={t.saveOne(file.name)}
                disabled={save.isPending}
                onClick={() => save.mutate({ messageId, parts: [file.part] })}
              >
                {t.save}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {attachments.length > attachmentsShown ? (
        <div className={styles.foot}>
          <Button size="small" appearance="transparent" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t.showFewer : t.showAll(attachments.length)}
          </Button>
        </div>
      ) : null}
      {viewed ? (
        <AttachmentViewer
          messageId={messageId}
          file={viewed}
          onClose={() => setViewed(null)}
          onSave={() => save.mutate({ messageId, parts: [viewed.part] })}
        />
      ) : null}
    </section>
  );
}
