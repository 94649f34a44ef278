import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { Locale } from '../../shared/model/settings.ts';
import { type Catalogue, en } from './en/index.ts';
import { es } from './es/index.ts';
import { type Format, makeFormat } from './format.ts';

const catalogues: Readonly<Record<Locale, Catalogue>> = { en, es };

interface Spoken {
  readonly locale: Locale;
  readonly text: Catalogue;
  readonly format: Format;
}

const SpokenContext = createContext<Spoken | null>(null);

/** Gives everything below the language that the desk is set to. */
export function TextProvider({ locale, children }: { readonly locale: Locale; readonly children: ReactNode }) {
  const spoken = useMemo<Spoken>(
    () => ({ locale, text: catalogues[locale], format: makeFormat(locale, catalogues[locale]) }),
    [locale],
  );
  return <SpokenContext value={spoken}>{children}</SpokenContext>;
}

function useSpoken(): Spoken {
  const spoken = useContext(SpokenContext);
  if (spoken === null) throw new Error('no TextProvider above');
  return spoken;
}

/** The message catalogue: `const t = useText(); t.inbox.empty`, `t.inbox.selected(3)`. */
export function useText(): Catalogue {
  return useSpoken().text;
}

/** Dates, sizes and numbers in the desk's language. */
export function useFormat(): Format {
  return useSpoken().format;
}

/** The language itself, for what needs it by name (spell check, `lang` attributes). */
export function useLocale(): Locale {
  return useSpoken().locale;
}
