import { Input, Select, Switch } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import {
  type DeskSettings,
  localeSchema,
  type ProfileSettings,
  profileSettingsSchema,
  themeSchema,
} from '../../shared/model/settings.ts';
import { put } from '../bridge/live.ts';
import { useAct, useAsk } from '../bridge/query.ts';
import { useText } from '../i18n/text.tsx';
import { Waiting } from '../kit/blank.tsx';
import { ProblemBar } from '../kit/problem.tsx';
import { Group, Setting } from './group.tsx';

const idleChoices = [60, 120, 300, 600, 900, 1800] as const;
const undoChoices = [5, 10, 20, 30] as const;

/** Everything here takes effect at once; there is no Save. */
export function GeneralSection({ desk }: { readonly desk: DeskSettings }) {
  const text = useText();
  const client = useQueryClient();
  const settings = useAsk('settings.get', {});
  const set = useAct('settings.set', { onSuccess: (answer) => put(client, 'settings.get', answer) });
  const setDesk = useAct('desk.setSettings');
  const [clinic, setClinic] = useState(desk.clinicName);
  const t = text.settings;
  if (settings.error) return <ProblemBar error={settings.error} onRetry={() => void settings.refetch()} />;
  if (settings.data === undefined) return <Waiting />;
  const own = settings.data;

  const toggle = (
    key: 'showPreview' | 'askDsnByDefault' | 'askMdnByDefault' | 'signByDefault',
    label: string,
    hint?: string,
  ) => (
    <Setting label={label} hint={hint}>
      {(id) => (
        <Switch
          aria-labelledby={id}
          checked={own[key]}
          onChange={(_, data) => set.mutate({ [key]: data.checked } satisfies Partial<ProfileSettings>)}
        />
      )}
    </Setting>
  );

  return (
    <>
      {(set.error ?? setDesk.error) ? <ProblemBar error={set.error ?? setDesk.error} /> : null}
      <Group heading={t.forProfile}>
        <Setting label={t.idle} hint={t.idleHint}>
          {(id) => (
            <Select
              aria-labelledby={id}
              value={String(own.idleSeconds)}
              onChange={(_, data) => set.mutate({ idleSeconds: z.coerce.number().parse(data.value) })}
            >
              {choices(idleChoices, own.idleSeconds).map((seconds) => (
                <option key={seconds} value={seconds}>
                  {seconds % 60 === 0 ? text.common.minutes(seconds / 60) : text.common.seconds(seconds)}
                </option>
              ))}
            </Select>
          )}
        </Setting>
        <Setting label={t.undoSeconds}>
          {(id) => (
            <Select
              aria-labelledby={id}
              value={String(own.undoSeconds)}
              onChange={(_, data) => set.mutate({ undoSeconds: z.coerce.number().parse(data.value) })}
            >
              {choices(undoChoices, own.undoSeconds).map((seconds) => (
                <option key={seconds} value={seconds}>
                  {text.common.seconds(seconds)}
                </option>
              ))}
            </Select>
          )}
        </Setting>
        <Setting label={t.density}>
          {(id) => (
            <Select
              aria-labelledby={id}
              value={own.density}
              onChange={(_, data) => set.mutate({ density: profileSettingsSchema.shape.density.parse(data.value) })}
            >
              <option value="comfortable">{t.densities.comfortable}</option>
              <option value="compact">{t.densities.compact}</option>
            </Select>
          )}
        </Setting>
        {toggle('showPreview', t.preview, t.previewHint)}
        <Setting label={t.notifications}>
          {(id) => (
            <Select
              aria-labelledby={id}
              value={own.notifications}
              onChange={(_, data) =>
                set.mutate({ notifications: profileSettingsSchema.shape.notifications.parse(data.value) })
              }
            >
              <option value="count">{t.notificationKinds.count}</option>
              <option value="none">{t.notificationKinds.none}</option>
            </Select>
          )}
        </Setting>
        {toggle('signByDefault', t.sign)}
        {toggle('askDsnByDefault', t.askDsn)}
        {toggle('askMdnByDefault', t.askMdn)}
      </Group>
      <Group heading={t.forComputer}>
        <Setting label={t.language}>
          {(id) => (
            <Select
              aria-labelledby={id}
              value={desk.locale}
              onChange={(_, data) => setDesk.mutate({ locale: localeSchema.parse(data.value) })}
            >
              <option value="en">{text.onboarding.english}</option>
              <option value="es">{text.onboarding.spanish}</option>
            </Select>
          )}
        </Setting>
        <Setting label={t.theme}>
          {(id) => (
            <Select
              aria-labelledby={id}
              value={desk.theme}
              onChange={(_, data) => setDesk.mutate({ theme: themeSchema.parse(data.value) })}
            >
              {themeSchema.options.map((theme) => (
                <option key={theme} value={theme}>
                  {t.themes[theme]}
                </option>
              ))}
            </Select>
          )}
        </Setting>
        <Setting label={t.clinicName} hint={text.onboarding.clinicNameHint}>
          {(id) => (
            <Input
              aria-labelledby={id}
              maxLength={120}
              value={clinic}
              onChange={(_, data) => setClinic(data.value)}
              onBlur={() => {
                if (clinic.trim() !== desk.clinicName) setDesk.mutate({ clinicName: clinic.trim() });
              }}
            />
          )}
        </Setting>
      </Group>
    </>
  );
}

/** The usual values, and the present one when it is none of them. */
function choices(usual: readonly number[], present: number): readonly number[] {
  return usual.includes(present) ? usual : [...usual, present].toSorted((a, b) => a - b);
}
