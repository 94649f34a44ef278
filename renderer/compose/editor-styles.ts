import { makeStaticStyles, makeStyles, tokens } from '@fluentui/react-components';

/** What ProseMirror needs to edit properly, and the marks; the editor's own style tag is switched off. */
export const useEditorBase = makeStaticStyles({
  '.ProseMirror': {
    position: 'relative',
    overflowWrap: 'anywhere',
    whiteSpace: 'break-spaces',
    fontVariantLigatures: 'none',
    outline: 'none',
  },
  '.ProseMirror p': { margin: 0, unicodeBidi: 'plaintext' },
  '.ProseMirror ul, .ProseMirror ol': { margin: '4px 0', paddingInlineStart: '26px' },
  '.ProseMirror blockquote': {
    margin: '8px 0',
    paddingInlineStart: '10px',
    borderInlineStart: `2px solid ${tokens.colorNeutralStroke1}`,
    color: tokens.colorNeutralForeground2,
  },
  '.ProseMirror a': { color: tokens.colorBrandForegroundLink, textDecorationLine: 'underline' },
  '.ProseMirror [contenteditable="false"]': { whiteSpace: 'normal' },
  'img.ProseMirror-separator': { display: 'inline !important', border: 'none !important', margin: '0 !important' },
  '.ProseMirror-hideselection *': { caretColor: 'transparent' },
  // Beneath the words, like a spelling mark, so that nothing moves when a mark comes or goes.
  '.phi-mark': {
    textDecorationLine: 'underline',
    textDecorationStyle: 'dashed',
    textDecorationThickness: '2px',
    textDecorationColor: tokens.colorStatusWarningForeground1,
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
    backgroundColor: tokens.colorStatusWarningBackground1,
    borderRadius: '2px',
  },
  '.phi-topic': {
    textDecorationStyle: 'dotted',
    textDecorationThickness: '1px',
    textDecorationColor: tokens.colorNeutralForeground3,
    backgroundColor: 'transparent',
  },
});

export const useEditorStyles = makeStyles({
  subjectRow: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalS,
    padding: `3px ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    minHeight: '34px',
    boxSizing: 'border-box',
    ':focus-within': { borderBottomColor: tokens.colorCompoundBrandStroke },
  },
  label: {
    flex: '0 0 56px',
    paddingTop: '4px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  subject: {
    flex: '1 1 auto',
    minWidth: 0,
    padding: '2px 0',
    fontSize: tokens.fontSizeBase300,
    lineHeight: '22px',
    fontWeight: tokens.fontWeightSemibold,
    maxHeight: '70px',
    overflowY: 'auto',
    cursor: 'text',
  },
  body: {
    flex: '1 1 auto',
    minHeight: '96px',
    overflowY: 'auto',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    fontSize: tokens.fontSizeBase300,
    lineHeight: '21px',
    cursor: 'text',
  },
  inner: { maxWidth: '80ch', minHeight: '100%' },
});
