import {
  Button,
  Field,
  makeStyles,
  mergeClasses,
  Radio,
  RadioGroup,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import {
  ArrowLeft20Regular,
  Attach20Regular,
  LockOpen16Regular,
  Mail16Regular,
  ShieldError24Regular,
  ShieldProhibited24Regular,
  TextUnderlineCharacterU16Regular,
} from '@fluentui/react-icons';
import { useEffect, useRef, useState } from 'react';
import { type Justification, justificationReasons } from '../../shared/model/plan.ts';
import { useText } from '../i18n/text.tsx';
import type { Noticed } from './noticed.ts';

/** Everything that stands between a message and its way out, on one page. */
export interface Stop {
  readonly kind: 'justify' | 'protect' | 'block' | 'attachment';
  /** Every copy is protected, and the subject is what is in clear. */
  readonly subjectOnly: boolean;
  readonly alsoAttachment: boolean;
  readonly noticed: readonly Noticed[];
  /** Recipients that it is about, as they are shown. */
  readonly recipients: readonly string[];
  /** Rules in words, strictest first. */
  readonly rules: readonly string[];
}

const otherTextMin = 5;
const otherTextMax = 300;

const useStyles = makeStyles({
  page: {
    flex: '1 1 auto',
    minHeight: 0,
    overflowY: 'auto',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalL}`,
  },
  inner: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '680px' },
  head: { display: 'flex', gap: tokens.spacingHorizontalM, alignItems: 'flex-start' },
  icon: { display: 'inline-flex', flexShrink: 0, color: tokens.colorStatusWarningForeground1 },
  stop: { color: tokens.colorStatusDangerForeground1 },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: 'none',
  },
  lead: { margin: '4px 0 0' },
  first: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, marginTop: tokens.spacingVerticalM },
  or: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(110px, max-content) minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalM,
    margin: 0,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    '@media (max-width: 600px)': { gridTemplateColumns: '1fr', rowGap: tokens.spacingVerticalXS },
  },
  term: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
  list: { margin: 0, padding: 0, listStyleType: 'none', maxHeight: '232px', overflowY: 'auto' },
  item: { display: 'flex', gap: '6px', padding: '1px 0' },
  small: { display: 'inline-flex', flexShrink: 0, paddingTop: '2px', color: tokens.colorStatusWarningForeground1 },
  what: { fontWeight: tokens.fontWeightSemibold },
  masked: { fontFamily: tokens.fontFamilyMonospace },
  why: { color: tokens.colorNeutralForeground3 },
  note: { margin: 0, flex: '1 1 240px', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'center' },
});

/**
 * The one page before a send. "Back" is the default and has the focus; sending needs a reason and a press on its own
 * button. Found values are masked.
 */
export function ReviewPage({
  stop,
  sending,
  onBack,
  onAttach,
  onSend,
}: {
  readonly stop: Stop;
  readonly sending: boolean;
  readonly onBack: () => void;
  readonly onAttach: () => void;
  readonly onSend: (justification: Justification | null) => void;
}) {
  const styles = useStyles();
  const text = useText();
  const t = text.compose.review;
  const first = useRef<HTMLDivElement>(null);
  const [reason, setReason] = useState<Justification['reason'] | null>(null);
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState(false);
  useEffect(() => first.current?.querySelector('button')?.focus(), []);

  const lead = {
    justify: stop.subjectOnly ? t.subjectLead : t.justifyLead,
    protect: t.protectLead,
    block: t.blockLead,
    attachment: t.attachmentLead,
  };
  const place = {
    subject: text.compose.phi.inSubject,
    body: text.compose.phi.inBody,
    attachment: text.compose.phi.inFile,
  };
  const needsReason = stop.kind === 'justify';
  const tooShort = reason === 'other' && words.trim().length < otherTextMin;
  const maySend = stop.kind === 'justify' || stop.kind === 'attachment';
  const send = () => {
    if (!needsReason) return onSend(null);
    setAsked(true);
    if (reason === null || tooShort) return;
    onSend({ reason, text: reason === 'other' ? words.trim() : '' });
  };
  return (
    <section
      className={styles.page}
      aria-labelledby="review-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          onBack();
        }
      }}
    >
      <div className={styles.inner} role="alert">
        <div className={styles.head}>
          <span
            className={mergeClasses(styles.icon, (stop.kind === 'protect' || stop.kind === 'block') && styles.stop)}
            aria-hidden="true"
          >
            {stop.kind === 'attachment' ? (
              <Attach20Regular />
            ) : stop.kind === 'justify' ? (
              <ShieldError24Regular />
            ) : (
              <ShieldProhibited24Regular />
            )}
          </span>
          <div>
            <h2 id="review-title" className={styles.title}>
              {stop.subjectOnly ? t.title.subject : t.title[stop.kind]}
            </h2>
            <p className={styles.lead}>{lead[stop.kind]}</p>
            {stop.alsoAttachment ? <p className={styles.lead}>{t.attachmentAlso}</p> : null}
            <div className={styles.first} ref={first}>
              <Button appearance="primary" icon={<ArrowLeft20Regular />} onClick={onBack}>
                {t.back}
              </Button>
              {stop.kind === 'attachment' || stop.alsoAttachment ? (
                <Button icon={<Attach20Regular />} onClick={onAttach}>
                  {t.attach}
                </Button>
              ) : null}
            </div>
          </div>
        </div>

        {stop.kind === 'attachment' ? null : (
          <dl className={styles.facts}>
            {stop.noticed.length > 0 ? (
              <>
                <dt className={styles.term}>{t.found}</dt>
                <dd className={styles.value}>
                  <ul className={styles.list}>
                    {stop.noticed.map((one) => (
                      <li key={one.key} className={styles.item}>
                        <span className={styles.small} aria-hidden="true">
                          <TextUnderlineCharacterU16Regular />
                        </span>
                        <span>
                          <span className={styles.what}>{one.what}</span>{' '}
                          <bdi className={styles.masked}>{one.masked.slice(0, 4).join(', ')}</bdi> {place[one.field]}
                          <span className={styles.why}> - {one.why}</span>
                        </span>
                      </li>
                    ))}
                  </ul>
                </dd>
              </>
            ) : null}
            {stop.recipients.length > 0 ? (
              <>
                <dt className={styles.term}>
                  {stop.subjectOnly ? t.recipients : stop.kind === 'protect' ? t.goesToProtect : t.goesTo}
                </dt>
                <dd className={styles.value}>
                  <ul className={styles.list}>
                    {stop.recipients.map((who) => (
                      <li key={who} className={styles.item}>
                        <span className={styles.small} aria-hidden="true">
                          {stop.subjectOnly ? <Mail16Regular /> : <LockOpen16Regular />}
                        </span>
                        <bdi>{who}</bdi>
                      </li>
                    ))}
                  </ul>
                </dd>
              </>
            ) : null}
            {stop.rules.length > 0 ? (
              <>
                <dt className={styles.term}>{t.why}</dt>
                <dd className={styles.value}>
                  {stop.rules.map((rule) => (
                    <div key={rule}>{rule}</div>
                  ))}
                </dd>
              </>
            ) : null}
          </dl>
        )}
      </div>

      <div className={styles.inner} style={{ marginTop: 16 }}>
        {needsReason ? (
          <>
            <h3 className={styles.or}>{t.orSend}</h3>
            <Field
              label={t.reasonLabel}
              {...(asked && reason === null ? { validationState: 'error', validationMessage: t.reasonNeeded } : {})}
            >
              <RadioGroup
                value={reason ?? ''}
                onChange={(_, data) => setReason(justificationReasons.find((one) => one === data.value) ?? null)}
              >
                {justificationReasons.map((one) => (
                  <Radio key={one} value={one} label={t.reason[one]} />
                ))}
              </RadioGroup>
            </Field>
            {reason === 'other' ? (
              <Field
                label={t.otherLabel}
                hint={t.otherHint}
                {...(asked && tooShort ? { validationState: 'error', validationMessage: t.otherNeeded } : {})}
              >
                <Textarea
                  value={words}
                  maxLength={otherTextMax}
                  resize="vertical"
                  onChange={(_, data) => setWords(data.value)}
                />
              </Field>
            ) : null}
          </>
        ) : null}
        {maySend ? (
          <div className={styles.actions}>
            <Button disabled={sending} onClick={send}>
              {stop.kind === 'attachment' ? t.sendWithout : stop.alsoAttachment ? t.sendWithoutBoth : t.sendAnyway}
            </Button>
            {needsReason ? <p className={styles.note}>{t.audited}</p> : null}
          </div>
        ) : null}
      </div>
    </section>
  );
}
