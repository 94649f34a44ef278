import { Button, Input, makeStyles, tokens } from '@fluentui/react-components';
import { Add20Regular, ArrowImport20Regular, Search20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { KeyView } from '../../shared/model/key.ts';
import { useAsk } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { Waiting } from '../kit/blank.tsx';
import { ProblemBar } from '../kit/problem.tsx';
import { Group, Setting } from './group.tsx';
import { ImportDialog, MakeDialog } from './key-dialogs.tsx';
import { KeyRow } from './key-row.tsx';

const useStyles = makeStyles({
  tools: { display: 'flex', gap: tokens.spacingHorizontalS, marginBottom: '16px', flexWrap: 'wrap' },
  find: { flexGrow: 1, minWidth: '200px' },
});

/** More rows than a person reads; the field above finds the rest. */
const SHOWN = 200;

function fits(key: KeyView, wanted: string): boolean {
  return [...key.userIds, ...key.emails, key.fingerprint].some((one) => one.toLowerCase().includes(wanted));
}

/** OpenPGP keys: one's own, and other people's with how well they are known. */
export function KeysSection() {
  const styles = useStyles();
  const text = useText();
  const t = text.settings;
  const keys = useAsk('key.list', {});
  const [typed, setTyped] = useState('');
  const [dialog, setDialog] = useState<'make' | 'import' | null>(null);
  if (keys.error) return <ProblemBar error={keys.error} onRetry={() => void keys.refetch()} />;
  if (keys.data === undefined) return <Waiting />;
  const wanted = typed.trim().toLowerCase();
  const own = keys.data.keys.filter((key) => key.secret);
  const others = keys.data.keys.filter((key) => !key.secret);
  const found = others.filter((key) => wanted === '' || fits(key, wanted)).slice(0, SHOWN);
  return (
    <>
      <div className={styles.tools}>
        <Input
          className={styles.find}
          type="search"
          contentBefore={<Search20Regular />}
          placeholder={t.findKey}
          aria-label={t.findKey}
          value={typed}
          onChange={(_, data) => setTyped(data.value)}
        />
        <Button icon={<Add20Regular />} onClick={() => setDialog('make')}>
          {t.makeKey}
        </Button>
        <Button icon={<ArrowImport20Regular />} onClick={() => setDialog('import')}>
          {t.importKey}
        </Button>
      </div>
      <Group heading={t.yourKeys}>
        {own.length === 0 ? (
          <Setting label={t.noOwnKeys} />
        ) : (
          own.map((key) => <KeyRow key={key.fingerprint} view={key} />)
        )}
      </Group>
      <Group heading={t.othersKeys}>
        {found.length === 0 ? (
          <Setting label={t.noOthersKeys} />
        ) : (
          found.map((key) => <KeyRow key={key.fingerprint} view={key} />)
        )}
      </Group>
      {dialog === 'make' ? <MakeDialog onClose={() => setDialog(null)} /> : null}
      {dialog === 'import' ? <ImportDialog onClose={() => setDialog(null)} /> : null}
    </>
  );
}
