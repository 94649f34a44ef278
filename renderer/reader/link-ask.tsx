import {
  Button,
  makeStyles,
  mergeClasses,
  Popover,
  PopoverSurface,
  type PositioningVirtualElement,
  tokens,
} from '@fluentui/react-components';
import { Copy16Regular, Open16Regular, Warning16Regular } from '@fluentui/react-icons';
import { useCallback, useState } from 'react';
import { useAct } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { useNotice } from '../kit/notice.tsx';
import { ProblemLine } from '../kit/problem.tsx';
import type { FollowedLink } from './frame.ts';
import { type JudgedLink, judgeLink } from './links.ts';
import { useToneStyles } from './tones.ts';

const useStyles = makeStyles({
  surface: {
    width: '360px',
    maxWidth: 'calc(100vw - 32px)',
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
  },
  lead: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  host: {
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
    userSelect: 'text',
  },
  whole: {
    maxHeight: '60px',
    overflowY: 'auto',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    overflowWrap: 'anywhere',
    userSelect: 'text',
  },
  warning: {
    display: 'flex',
    gap: tokens.spacingHorizontalXS,
    padding: '4px 8px',
    border: '1px solid transparent',
    borderRadius: tokens.borderRadiusMedium,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    overflowWrap: 'anywhere',
  },
  icon: { flexShrink: 0, display: 'inline-flex' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Asked {
  readonly judged: JudgedLink;
  readonly target: PositioningVirtualElement;
  readonly giveBack: () => void;
}

/** Where an element inside a frame stands in the window. */
function rectIn(element: Element, frame: HTMLIFrameElement | null): DOMRect {
  const inner = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const outer = frame?.getBoundingClientRect();
  return new DOMRect(inner.x + (outer?.x ?? 0), inner.y + (outer?.y ?? 0), inner.width, inner.height);
}

function focusIn(element: Element, frame: HTMLIFrameElement | null): void {
  frame?.focus({ preventScroll: true });
  if ('focus' in element && typeof element.focus === 'function') element.focus({ preventScroll: true });
}

/**
 * Asks where a link leads before it leads anywhere.
 *
 * @returns `askAbout` to call with a link, and the popover to put beside the message
 */
export function useLinkAsk(messageId: number) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const askAbout = useCallback((link: FollowedLink, frame: HTMLIFrameElement | null) => {
    setAsked({
      judged: judgeLink(link.href, link.text),
      target: { getBoundingClientRect: () => rectIn(link.element, frame), contextElement: frame ?? link.element },
      giveBack: () => focusIn(link.element, frame),
    });
  }, []);
  const close = () => {
    asked?.giveBack();
    setAsked(null);
  };
  const popover = asked ? <LinkPopover asked={asked} messageId={messageId} onClose={close} /> : null;
  return { askAbout, popover };
}

function LinkPopover({
  asked: { judged, target },
  messageId,
  onClose,
}: {
  readonly asked: Asked;
  readonly messageId: number;
  readonly onClose: () => void;
}) {
  const styles = useStyles();
  const tones = useToneStyles();
  const text = useText();
  const t = text.reader.link;
  const notify = useNotice();
  const open = useAct('message.openLink', {
    onSuccess: () => {
      notify({ words: t.opened });
      onClose();
    },
  });
  const copy = () => {
    void navigator.clipboard.writeText(judged.url).then(() => notify({ words: text.common.copied }));
    onClose();
  };
  return (
    <Popover
      open
      trapFocus
      withArrow
      positioning={{ target, position: 'below', align: 'start', pinned: false }}
      onOpenChange={(_, data) => {
        if (!data.open) onClose();
      }}
    >
      <PopoverSurface className={styles.surface} aria-label={t.label}>
        <div className={styles.lead}>{judged.kind === 'mail' ? t.writesTo : t.leadsTo}</div>
        <bdi className={styles.host}>{judged.host}</bdi>
        {judged.warnings.map((code) => (
          <div key={code} className={mergeClasses(styles.warning, tones[code === 'not-secure' ? 'none' : 'look'])}>
            <span className={styles.icon} aria-hidden="true">
              <Warning16Regular />
            </span>
            <span>{code === 'text-shows-other-host' ? t.warning[code](judged.claimed ?? '') : t.warning[code]}</span>
          </div>
        ))}
        {judged.kind === 'web' ? (
          <div className={styles.whole}>
            <bdi>{judged.url}</bdi>
          </div>
        ) : null}
        {open.error ? <ProblemLine error={open.error} /> : null}
        <div className={styles.actions}>
          {judged.kind === 'web' ? (
            <Button
              size="small"
              icon={<Open16Regular />}
              disabled={open.isPending}
              onClick={() => open.mutate({ messageId, url: judged.url })}
            >
              {t.open}
            </Button>
          ) : null}
          <Button size="small" icon={<Copy16Regular />} onClick={copy}>
            {t.copy}
          </Button>
          <Button size="small" appearance="subtle" onClick={onClose}>
            {text.common.close}
          </Button>
        </div>
      </PopoverSurface>
    </Popover>
  );
}
