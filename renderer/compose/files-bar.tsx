import { Button, makeStyles, ProgressBar, Tooltip, tokens } from '@fluentui/react-components';
import { Attach16Regular, Dismiss16Regular, Warning16Regular } from '@fluentui/react-icons';
import type { DraftAttachment } from '../../shared/model/draft.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { maxAttachmentBytes } from './limits.ts';
import type { Coming } from './use-files.ts';

const useStyles = makeStyles({
  bar: {
    flexShrink: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: `4px ${tokens.spacingHorizontalL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    maxHeight: '92px',
    overflowY: 'auto',
  },
  file: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    maxWidth: '280px',
    minHeight: '28px',
    boxSizing: 'border-box',
    padding: '0 2px 0 8px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    fontSize: tokens.fontSizeBase200,
  },
  icon: { display: 'inline-flex', flexShrink: 0, color: tokens.colorNeutralForeground3 },
  name: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  size: { flexShrink: 0, color: tokens.colorNeutralForeground3 },
  progress: { width: '48px', flexShrink: 0 },
  total: { alignSelf: 'center', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  trouble: {
    display: 'flex',
    alignItems: 'center',
    gap: '6px',
    color: tokens.colorStatusWarningForeground1,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
});

/** The files of a draft: name, size, how far each is; words for what could not be attached. */
export function FilesBar({
  files,
  coming,
  trouble,
  onRemove,
  onDismiss,
}: {
  readonly files: readonly DraftAttachment[];
  readonly coming: readonly Coming[];
  readonly trouble: readonly string[];
  readonly onRemove: (file: DraftAttachment) => void;
  readonly onDismiss: () => void;
}) {
  const styles = useStyles();
  const format = useFormat();
  const t = useText().compose.files;
  if (files.length + coming.length + trouble.length === 0) return null;
  const total = files.reduce((sum, { size }) => sum + size, 0);
  return (
    <div className={styles.bar}>
      {trouble.map((words) => (
        <div key={words} className={styles.trouble} role="alert">
          <span className={styles.icon} aria-hidden="true">
            <Warning16Regular />
          </span>
          {words}
          <Button size="small" appearance="transparent" onClick={onDismiss}>
            {t.dismiss}
          </Button>
        </div>
      ))}
      {files.length + coming.length > 0 ? (
        <ul className={styles.list} aria-label={t.label(files.length)}>
          {files.map((file) => (
            <li key={file.id} className={styles.file}>
              <span className={styles.icon} aria-hidden="true">
                <Attach16Regular />
              </span>
              <bdi className={styles.name} title={file.name}>
                {file.name}
              </bdi>
              <span className={styles.size}>{format.size(file.size)}</span>
              <Tooltip content={t.remove(file.name)} relationship="label">
                <Button
                  size="small"
                  appearance="transparent"
                  icon={<Dismiss16Regular />}
                  onClick={() => onRemove(file)}
                />
              </Tooltip>
            </li>
          ))}
          {coming.map((file) => (
            <li key={`coming ${file.id}`} className={styles.file}>
              <bdi className={styles.name}>{file.name}</bdi>
              <span className={styles.size}>{file.percent === null ? t.storing : t.reading(file.percent)}</span>
              <ProgressBar
                className={styles.progress}
                {...(file.percent === null ? {} : { value: file.percent / 100 })}
                aria-label={file.name}
              />
            </li>
          ))}
          {files.length > 1 ? (
            <li className={styles.total}>{t.total(format.size(total), format.size(maxAttachmentBytes))}</li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}
