import { Avatar, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { Profile } from '../../shared/model/profile.ts';
import { focusRing } from '../app/theme.ts';
import { useText } from '../i18n/text.tsx';
import { initials } from '../kit/people.ts';

const useStyles = makeStyles({
  list: { maxHeight: 'min(292px, 42vh)', overflowY: 'auto', padding: '6px' },
  row: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    boxSizing: 'border-box',
    minHeight: '56px',
    padding: '6px 12px',
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':has(:focus-visible)': focusRing,
  },
  chosen: {
    backgroundColor: tokens.colorBrandBackground2,
    ':hover': { backgroundColor: tokens.colorBrandBackground2 },
    '@media (forced-colors: active)': { outline: '2px solid Highlight' },
  },
  radio: { position: 'absolute', opacity: 0, inset: 0, margin: 0, cursor: 'pointer' },
  words: { display: 'grid', minWidth: 0 },
  name: { fontWeight: tokens.fontWeightSemibold, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  role: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
});

/** The people of this computer as big rows; native radio buttons beneath, so arrows and screen readers just work. */
export function ProfileList({
  profiles,
  chosenId,
  onChoose,
}: {
  readonly profiles: readonly Profile[];
  readonly chosenId: string;
  readonly onChoose: (id: string) => void;
}) {
  const styles = useStyles();
  const text = useText();
  return (
    <div className={styles.list} role="radiogroup" aria-label={text.lock.profiles}>
      {profiles.map((profile) => (
        <label key={profile.id} className={mergeClasses(styles.row, profile.id === chosenId && styles.chosen)}>
          <input
            className={styles.radio}
            type="radio"
            name="profile"
            checked={profile.id === chosenId}
            onChange={() => onChoose(profile.id)}
          />
          <Avatar
            initials={initials({ name: profile.displayName, addr: '' })}
            color={profile.id === chosenId ? 'brand' : 'neutral'}
            size={36}
            aria-hidden
          />
          <span className={styles.words}>
            <span className={styles.name}>{profile.displayName}</span>
            <span className={styles.role}>{text.common.role[profile.role]}</span>
          </span>
        </label>
      ))}
    </div>
  );
}
