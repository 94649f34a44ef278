import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { MessageView } from '../../shared/model/message.ts';
import type { SignatureDetail } from '../../shared/model/verdict.ts';
import { useFormat, useText } from '../i18n/text.tsx';
import { codeWords, grouped } from './seal.ts';

const useStyles = makeStyles({
  panel: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  list: {
    display: 'grid',
    gridTemplateColumns: '136px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalL,
    rowGap: '4px',
    margin: `${tokens.spacingVerticalS} 0 0`,
  },
  apart: {
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    paddingTop: tokens.spacingVerticalS,
  },
  term: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
  key: { fontFamily: tokens.fontFamilyMonospace, userSelect: 'all' },
  remarks: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
  foot: { margin: `${tokens.spacingVerticalS} 0 0`, color: tokens.colorNeutralForeground3 },
});

function Row({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value}>{children}</dd>
    </>
  );
}

function Signature({ signature, apart }: { readonly signature: SignatureDetail; readonly apart: boolean }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const t = text.reader.sealDetails;
  // Of a signature that does not hold, neither its name nor the standing of its key says anything.
  const holds = signature.status === 'valid';
  return (
    <dl className={apart ? `${styles.list} ${styles.apart}` : styles.list}>
      <Row term={t.signature}>
        {t.status[signature.status]} {holds ? (signature.identity_match ? t.identityMatches : t.identityDiffers) : null}
      </Row>
      {signature.name !== '' || signature.emails.length > 0 ? (
        <Row term={holds ? t.signer : t.claimedSigner}>
          <span dir="auto">{signature.name}</span>
          {signature.name === '' ? '' : ' - '}
          {signature.emails.length > 0 ? signature.emails.slice(0, 5).join(', ') : t.noAddress}
        </Row>
      ) : null}
      {signature.fingerprint === '' ? null : (
        <Row term={t.key}>
          <span className={styles.key}>{grouped(signature.fingerprint)}</span>
        </Row>
      )}
      {signature.trust === null || !holds ? null : <Row term={t.keyTrust}>{text.common.trust[signature.trust]}</Row>}
      {signature.signed_at === null ? null : <Row term={t.signedAt}>{format.full(signature.signed_at)}</Row>}
    </dl>
  );
}

/** What was checked, with which key, when, and every reason in words. */
export function SealDetails({ view }: { readonly view: MessageView }) {
  const styles = useStyles();
  const text = useText();
  const t = text.reader.sealDetails;
  const { verdict, signatures } = view;
  const remarks = [...new Set(verdict.reasons)].map((code) => ({
    code,
    words: codeWords({ ...t.status, ...text.reader.reason }, code, text.reader.reasonUnknown),
  }));
  return (
    <div className={styles.panel}>
      {signatures.map((signature, index) => (
        <Signature
          // biome-ignore lint/suspicious/noArrayIndexKey: the list of a stored verdict never changes its order
          key={index}
          signature={signature}
          apart={index > 0}
        />
      ))}
      <dl className={signatures.length > 0 ? `${styles.list} ${styles.apart}` : styles.list}>
        {signatures.length === 0 ? <Row term={t.signature}>{text.reader.seal.notSigned}</Row> : null}
        <Row term={t.encryption}>{t.encryptionWord[verdict.encryption]}</Row>
        {verdict.technology === 'none' ? null : (
          <>
            <Row term={t.covers}>{verdict.covers_all_visible ? t.coversAll : t.coversPart}</Row>
            <Row term={t.technology}>{t.technologyWord[verdict.technology]}</Row>
          </>
        )}
        {view.sentBy.length > 0 ? (
          <Row term={text.reader.evidence.howSent}>
            {view.sentBy.map(({ addr, method }) => (
              <div key={`${addr} ${method}`}>
                {addr}: {Object.hasOwn(text.common.method, method) ? text.common.method[method as 'plain'] : method}
              </div>
            ))}
          </Row>
        ) : null}
        {remarks.length > 0 ? (
          <Row term={t.remarks}>
            <ul className={styles.remarks}>
              {remarks.map(({ code, words }) => (
                <li key={code}>{words}</li>
              ))}
            </ul>
          </Row>
        ) : null}
      </dl>
      {signatures.length > 0 ? <p className={styles.foot}>{t.openKeys}</p> : null}
    </div>
  );
}
