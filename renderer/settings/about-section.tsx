import type { OutputOf } from '../../shared/contract/index.ts';
import { useText } from '../i18n/text.tsx';
import { Group, Setting } from './group.tsx';

/** What is running here. */
export function AboutSection({ state }: { readonly state: OutputOf<'desk.state'> }) {
  const text = useText();
  const t = text.settings;
  const systems = { win32: 'Windows', darwin: 'macOS', linux: 'Linux' } as const;
  return (
    <Group heading={text.common.product}>
      <Setting label={t.version}>{state.version}</Setting>
      <Setting label={t.runtime}>{t.runtimes[state.runtime]}</Setting>
      <Setting label={t.platform}>{systems[state.platform]}</Setting>
      <Setting label={t.license}>{t.licenseName}</Setting>
    </Group>
  );
}
