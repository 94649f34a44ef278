import { FluentProvider, makeStyles, tokens } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { DeskSettings, Locale } from '../../shared/model/settings.ts';
import { invalidate } from '../bridge/live.ts';
import { makeQueryClient, useAsk, useEvent } from '../bridge/query.ts';
import { TextProvider } from '../i18n/text.tsx';
import { AnnounceProvider } from '../kit/announce.tsx';
import { Waiting } from '../kit/blank.tsx';
import { NoticeProvider } from '../kit/notice.tsx';
import { ProblemPage } from '../kit/problem.tsx';
import { useMedia } from './look.ts';
import { Stage } from './stage.tsx';
import { themeFor } from './theme.ts';

const useStyles = makeStyles({
  center: { display: 'grid', placeItems: 'center', height: '100%', padding: tokens.spacingHorizontalXXL },
});

/** The whole window. It begins from `desk.state` each time, because a lock loads a fresh page. */
export function App() {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <Desk onSettingsChanged={() => invalidate(client, 'desk.state')} />
    </QueryClientProvider>
  );
}

function Desk({ onSettingsChanged }: { readonly onSettingsChanged: () => void }) {
  const state = useAsk('desk.state', {});
  const profiles = useAsk('desk.profiles', {});
  const styles = useStyles();
  useEvent('desk.settingsChanged', onSettingsChanged);
  const error = state.error ?? profiles.error;
  return (
    <Look settings={state.data?.settings}>
      {state.data && profiles.data ? (
        <Stage state={state.data} profiles={profiles.data.profiles} />
      ) : error ? (
        <div className={styles.center}>
          <ProblemPage
            error={error}
            onRetry={() => {
              void state.refetch();
              void profiles.refetch();
            }}
          />
        </div>
      ) : (
        <Waiting />
      )}
    </Look>
  );
}

/** Before the desk has answered, the system's language is the best guess. */
function systemLocale(): Locale {
  return navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en';
}

function Look({ settings, children }: { readonly settings: DeskSettings | undefined; readonly children: ReactNode }) {
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const reducedMotion = useMedia('(prefers-reduced-motion: reduce)');
  const wanted = settings?.theme ?? 'system';
  const dark = wanted === 'system' ? systemDark : wanted === 'dark';
  const locale = settings?.locale ?? systemLocale();
  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [locale, dark]);
  return (
    // By style and not by class: portals copy the class, and a menu must not be as high as the window.
    <FluentProvider theme={themeFor({ dark, reducedMotion })} style={{ height: '100%' }}>
      <TextProvider locale={locale}>
        <AnnounceProvider>
          <NoticeProvider>{children}</NoticeProvider>
        </AnnounceProvider>
      </TextProvider>
    </FluentProvider>
  );
}
