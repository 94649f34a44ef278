import {
  Button,
  Input,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Toolbar,
  ToolbarDivider,
  Tooltip,
  tokens,
} from '@fluentui/react-components';
import {
  Link20Regular,
  TextBold20Regular,
  TextBulletList20Regular,
  TextItalic20Regular,
  TextNumberListLtr20Regular,
  TextQuote20Regular,
} from '@fluentui/react-icons';
import { type Editor, useEditorState } from '@tiptap/react';
import { type ReactElement, useState } from 'react';
import { useText } from '../i18n/text.tsx';
import { isLinkable } from './editing.ts';

const useStyles = makeStyles({
  bar: {
    flexShrink: 0,
    padding: `1px ${tokens.spacingHorizontalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    minHeight: '34px',
    boxSizing: 'border-box',
  },
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, width: '320px', maxWidth: '80vw' },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
  wrong: { color: tokens.colorStatusDangerForeground1, fontSize: tokens.fontSizeBase200 },
});

function Toggle({
  label,
  icon,
  on,
  disabled,
  run,
}: {
  readonly label: string;
  readonly icon: ReactElement;
  readonly on: boolean;
  readonly disabled: boolean;
  readonly run: () => void;
}) {
  return (
    <Tooltip content={label} relationship="label">
      <Button
        size="small"
        appearance={on ? 'secondary' : 'subtle'}
        icon={icon}
        aria-pressed={on}
        disabled={disabled}
        // The selection stays where it is.
        onPointerDown={(event) => event.preventDefault()}
        onClick={run}
      />
    </Tooltip>
  );
}

function LinkForm({ editor, onDone }: { readonly editor: Editor; readonly onDone: () => void }) {
  const styles = useStyles();
  const t = useText().compose.format;
  const present = String(editor.getAttributes('link').href ?? '');
  const [address, setAddress] = useState(present);
  const [wrong, setWrong] = useState(false);
  const set = () => {
    const typed = address.trim();
    const whole = /^[a-z][a-z0-9+.-]*:/i.test(typed)
      ? typed
      : /^[^\s@/]+@[^\s@/]+$/.test(typed)
        ? `mailto:${typed}`
        : `https://${typed}`;
    if (typed === '' || !isLinkable(whole)) return setWrong(true);
    const chain = editor.chain().focus().extendMarkRange('link');
    if (editor.state.selection.empty && present === '') {
      chain.insertContent({ type: 'text', text: typed, marks: [{ type: 'link', attrs: { href: whole } }] }).run();
    } else chain.setLink({ href: whole }).run();
    onDone();
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        set();
      }}
    >
      <Input
        aria-label={t.linkAddress}
        placeholder="https://"
        value={address}
        autoFocus
        spellCheck={false}
        onChange={(_, data) => {
          setAddress(data.value);
          setWrong(false);
        }}
      />
      {wrong ? (
        <span className={styles.wrong} role="alert">
          {t.linkInvalid}
        </span>
      ) : null}
      <div className={styles.actions}>
        <Button size="small" appearance="primary" type="submit">
          {t.linkSet}
        </Button>
        {present === '' ? null : (
          <Button
            size="small"
            onClick={() => {
              editor.chain().focus().extendMarkRange('link').unsetLink().run();
              onDone();
            }}
          >
            {t.linkRemove}
          </Button>
        )}
      </div>
    </form>
  );
}

/** Bold, italic, lists, quote, link: all that a message needs. */
export function FormatBar({ editor, disabled }: { readonly editor: Editor; readonly disabled: boolean }) {
  const styles = useStyles();
  const t = useText().compose.format;
  const [linking, setLinking] = useState(false);
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      bullets: now.isActive('bulletList'),
      numbers: now.isActive('orderedList'),
      quote: now.isActive('blockquote'),
      link: now.isActive('link'),
    }),
  });
  const focused = () => editor.chain().focus();
  return (
    <Toolbar aria-label={t.label} size="small" className={styles.bar}>
      <Toggle
        label={`${t.bold} (Ctrl+B)`}
        icon={<TextBold20Regular />}
        on={on.bold}
        disabled={disabled}
        run={() => focused().toggleBold().run()}
      />
      <Toggle
        label={`${t.italic} (Ctrl+I)`}
        icon={<TextItalic20Regular />}
        on={on.italic}
        disabled={disabled}
        run={() => focused().toggleItalic().run()}
      />
      <ToolbarDivider />
      <Toggle
        label={t.bullets}
        icon={<TextBulletList20Regular />}
        on={on.bullets}
        disabled={disabled}
        run={() => focused().toggleBulletList().run()}
      />
      <Toggle
        label={t.numbers}
        icon={<TextNumberListLtr20Regular />}
        on={on.numbers}
        disabled={disabled}
        run={() => focused().toggleOrderedList().run()}
      />
      <Toggle
        label={t.quote}
        icon={<TextQuote20Regular />}
        on={on.quote}
        disabled={disabled}
        run={() => focused().toggleBlockquote().run()}
      />
      <ToolbarDivider />
      <Popover trapFocus open={linking} onOpenChange={(_, data) => setLinking(data.open)}>
        <PopoverTrigger disableButtonEnhancement>
          <Tooltip content={t.link} relationship="label">
            <Button
              size="small"
              appearance={on.link ? 'secondary' : 'subtle'}
              icon={<Link20Regular />}
              disabled={disabled}
            />
          </Tooltip>
        </PopoverTrigger>
        <PopoverSurface>
          <LinkForm
            editor={editor}
            onDone={() => {
              setLinking(false);
              editor.commands.focus();
            }}
          />
        </PopoverSurface>
      </Popover>
    </Toolbar>
  );
}
