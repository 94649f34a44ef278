import { useEffect, useMemo, useRef } from 'react';
import type { Finding } from '../../shared/model/finding.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { judge } from '../../shared/phi/index.ts';
import { decide } from '../../shared/policy/decide.ts';
import { useAsk } from '../bridge/query.ts';
import { useLocale, useText } from '../i18n/text.tsx';
import { useAnnounce } from '../kit/announce.tsx';
import { announceDelayMs } from './limits.ts';
import { groupFindings, type Noticed, scanFileNames } from './noticed.ts';
import { ruleWords } from './stop.ts';
import type { PhiSnapshot } from './use-editors.ts';

/** Rules that speak of keys and not of the text; the plan beside it says them already. */
const saidByPlan: ReadonlySet<string> = new Set(['protection-dropped', 'key-changed']);

/** What was noticed in the whole draft, and what policy would say of it: the same code that the send gate runs. */
export function useNoticed({
  phi,
  fileNames,
  plan,
  recipients,
  mustProtect,
}: {
  readonly phi: PhiSnapshot;
  readonly fileNames: readonly string[];
  readonly plan: Plan | undefined;
  readonly recipients: readonly string[];
  readonly mustProtect: boolean;
}): { readonly noticed: readonly Noticed[]; readonly rules: readonly string[] } {
  const text = useText();
  const locale = useLocale();
  const announce = useAnnounce();
  const desk = useAsk('desk.state', {});
  const role = desk.data?.unlocked?.role ?? 'front-desk';

  const findings = useMemo<readonly Finding[]>(
    () => [...(phi.subject?.findings ?? []), ...(phi.body?.findings ?? []), ...scanFileNames(fileNames)],
    [phi, fileNames],
  );
  const noticed = useMemo(
    () =>
      groupFindings(
        findings,
        { subject: phi.subject?.map.text ?? '', body: phi.body?.map.text ?? '', fileNames },
        locale,
        text,
      ),
    [findings, phi, fileNames, locale, text],
  );
  const rules = useMemo(() => {
    if (!plan || recipients.length === 0) return [];
    // With the texts at hand, one number written twice is one person.
    const scan = judge(findings, { message: { subject: phi.subject?.map.text, body: phi.body?.map.text } });
    const { reasons } = decide({ findings, scan, plan, recipients, role, mustProtect });
    return ruleWords(
      reasons.filter((code) => !saidByPlan.has(code)),
      locale,
    );
  }, [findings, phi, plan, recipients, role, mustProtect, locale]);

  const said = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const timer = setTimeout(() => {
      const now = noticed.filter(({ type }) => type !== 'HEALTH');
      const fresh = now.filter(({ key }) => !said.current.has(key));
      if (fresh[0]) announce(text.compose.phi.announce(now.length, fresh[0].what));
      else if (now.length === 0 && said.current.size > 0) announce(text.compose.phi.cleared);
      said.current = new Set(now.map(({ key }) => key));
    }, announceDelayMs);
    return () => clearTimeout(timer);
  }, [noticed, announce, text]);

  return { noticed, rules };
}
