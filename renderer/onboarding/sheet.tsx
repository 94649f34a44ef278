import { makeStyles, tokens } from '@fluentui/react-components';
import { Fragment } from 'react';
import type { Profile } from '../../shared/model/profile.ts';
import { useFormat, useText } from '../i18n/text.tsx';

const useStyles = makeStyles({
  sheet: {
    padding: '20px 24px',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow2,
  },
  second: { marginTop: '20px', paddingTop: '20px', borderTop: `1px dashed ${tokens.colorNeutralStroke1}` },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  small: { margin: '4px 0 0', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  key: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '6px 14px',
    margin: '12px 0',
    padding: 0,
    listStyleType: 'none',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '18px',
    lineHeight: '28px',
    userSelect: 'text',
  },
  group: { display: 'flex', alignItems: 'baseline', gap: '5px' },
  number: {
    fontSize: '10px',
    color: tokens.colorNeutralForeground3,
    userSelect: 'none',
    minWidth: '12px',
    textAlign: 'right',
  },
});

/** The groups of a printed key. */
export function groupsOf(key: string): readonly string[] {
  return key.split('-');
}

/** What is printed: one page for the person, and with the first profile one more for the privacy officer. */
export function Sheet({
  profile,
  recoveryKey,
  auditKey,
}: {
  readonly profile: Profile;
  readonly recoveryKey: string;
  readonly auditKey: string | null;
}) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const made = text.onboarding.sheetMade(format.date(profile.createdAt));
  return (
    <article className={`print-sheet ${styles.sheet}`}>
      <section className="print-page">
        <h2 className={styles.title}>{text.onboarding.sheetFor(profile.displayName)}</h2>
        <p className={styles.small}>
          {text.common.product} · {text.onboarding.recoveryKey} · {made}
        </p>
        <Groups label={text.onboarding.recoveryKey} value={recoveryKey} />
        <p className={styles.small}>{text.onboarding.sheetUse}</p>
        <p className={styles.small}>{text.onboarding.sheetKeep}</p>
      </section>
      {auditKey ? (
        <section className={`print-page ${styles.second}`}>
          <h2 className={styles.title}>{text.onboarding.auditKey}</h2>
          <p className={styles.small}>
            {text.common.product} · {text.onboarding.auditFor} · {made}
          </p>
          <Groups label={text.onboarding.auditKey} value={auditKey} />
          <p className={styles.small}>{text.onboarding.auditHint}</p>
        </section>
      ) : null}
    </article>
  );
}

function Groups({ label, value }: { readonly label: string; readonly value: string }) {
  const styles = useStyles();
  return (
    <ol className={styles.key} aria-label={label}>
      {groupsOf(value).map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be the same, and they never move
        <Fragment key={at}>
          <li className={styles.group}>
            <span className={styles.number}>{at + 1}</span>
            {group}
          </li>
        </Fragment>
      ))}
    </ol>
  );
}
