import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  groups: {
    display: 'inline-grid',
    justifySelf: 'start',
    gridTemplateColumns: 'repeat(5, auto)',
    gap: '2px 12px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '16px',
    lineHeight: '26px',
    userSelect: 'text',
  },
});

/** Groups of four, five to a line: how two people compare it on the phone. */
export function Fingerprint({ value }: { readonly value: string }) {
  const styles = useStyles();
  const groups = value.match(/.{1,4}/g) ?? [];
  return (
    <span className={styles.groups}>
      {groups.map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat, and they never move
        <span key={at}>{group}</span>
      ))}
    </span>
  );
}

/** On one line, for lists: the last sixteen digits, as other programs show them. */
export function shortFingerprint(value: string): string {
  return (value.slice(-16).match(/.{1,4}/g) ?? []).join(' ');
}
