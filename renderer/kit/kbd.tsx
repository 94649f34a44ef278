import { makeStyles, tokens } from '@fluentui/react-components';
import { keyLabel } from './shortcuts.ts';

const useStyles = makeStyles({
  kbd: {
    display: 'inline-block',
    padding: '0 6px',
    minWidth: '22px',
    boxSizing: 'border-box',
    textAlign: 'center',
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase200,
    lineHeight: '20px',
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusSmall,
    whiteSpace: 'nowrap',
  },
});

/** A key as it is printed on the keyboard. */
export function Kbd({ keys }: { readonly keys: string }) {
  const styles = useStyles();
  return <kbd className={styles.kbd}>{keyLabel(keys)}</kbd>;
}
