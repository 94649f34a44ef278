import { makeStyles, tokens } from '@fluentui/react-components';

/** The two columns under the text, how it will be sent and what was noticed: a heading with its sum, and a list. */
export const usePanelStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', minWidth: 0, minHeight: 0, height: '100%' },
  head: {
    display: 'flex',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  sum: { fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground3 },
  list: {
    flex: '1 1 auto',
    minHeight: 0,
    margin: '2px 0 0',
    padding: 0,
    listStyleType: 'none',
    overflowY: 'auto',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});
