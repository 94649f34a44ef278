import { makeStyles, tokens } from '@fluentui/react-components';
import { createPortal } from 'react-dom';
import type { Profile } from '../../shared/model/profile.ts';
import { useAsk } from '../bridge/query.ts';
import { useFormat, useText } from '../i18n/text.tsx';

const useStyles = makeStyles({
  sheet: {
    padding: '20px 24px',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow2,
    '& h2': { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
    '& p': { margin: '4px 0 0', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
    '& section + section': {
      marginTop: '20px',
      paddingTop: '20px',
      borderTop: `1px dashed ${tokens.colorNeutralStroke1}`,
    },
    '& ol': {
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
    '& li': { display: 'flex', alignItems: 'baseline', gap: '5px' },
    '& small': {
      minWidth: '12px',
      fontSize: '10px',
      textAlign: 'right',
      color: tokens.colorNeutralForeground3,
      userSelect: 'none',
    },
  },
});

interface SheetProps {
  readonly profile: Profile;
  readonly recoveryKey: string;
  readonly auditKey: string | null;
  /** RFC 3339: when these keys were made. Of two sheets the later one is valid. */
  readonly madeAt: string;
}

/** The groups of a printed key. */
export function groupsOf(key: string): readonly string[] {
  return key.split('-');
}

/**
 * The keys on screen, and the same once more for paper: outside of whatever page or dialog clips and colours this one.
 * `page.css` shows that copy to the printer only.
 */
export function Sheet(props: SheetProps) {
  const styles = useStyles();
  return (
    <article className={styles.sheet}>
      <SheetPages {...props} />
      {createPortal(
        <div className="paper" aria-hidden="true">
          <SheetPages {...props} />
        </div>,
        document.body,
      )}
    </article>
  );
}

/** One page for the person, and with the first profile of a computer one more for the privacy officer. */
function SheetPages({ profile, recoveryKey, auditKey, madeAt }: SheetProps) {
  const text = useText();
  const format = useFormat();
  const desk = useAsk('desk.state', {});
  const clinic = [text.common.product, desk.data?.settings.clinicName].filter(Boolean).join(' · ');
  const made = text.onboarding.sheetMade(format.date(madeAt));
  return (
    <>
      <section>
        <h2>{text.onboarding.sheetFor(profile.displayName)}</h2>
        <p>{[clinic, text.onboarding.recoveryKey, made].join(' · ')}</p>
        <Groups label={text.onboarding.recoveryKey} value={recoveryKey} />
        <p>{text.onboarding.sheetUse}</p>
        <p>{text.onboarding.sheetKeep}</p>
      </section>
      {auditKey ? (
        <section>
          <h2>{text.onboarding.auditKey}</h2>
          <p>{[clinic, text.onboarding.auditFor, made].join(' · ')}</p>
          <Groups label={text.onboarding.auditKey} value={auditKey} />
          <p>{text.onboarding.auditHint}</p>
        </section>
      ) : null}
    </>
  );
}

function Groups({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <ol aria-label={label}>
      {groupsOf(value).map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be the same, and they never move
        <li key={at}>
          <small>{at + 1}</small>
          {group}
        </li>
      ))}
    </ol>
  );
}
