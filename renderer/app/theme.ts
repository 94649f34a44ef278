import { type BrandVariants, createDarkTheme, createLightTheme, type Theme, tokens } from '@fluentui/react-components';

/** Our ramp: one hue (193) from near black to near white; step 80 has 5.4:1 against white. */
const brand: BrandVariants = {
  10: '#03171c',
  20: '#08272f',
  30: '#0b343f',
  40: '#0d404e',
  50: '#0f4d5d',
  60: '#115a6d',
  70: '#13677d',
  80: '#16748c',
  90: '#2b8199',
  100: '#438fa6',
  110: '#5a9eb3',
  120: '#73adc0',
  130: '#8dbccc',
  140: '#a7ccd8',
  150: '#c3dce5',
  160: '#e2eef3',
};

/** System faces only: nothing is loaded from anywhere. */
const fontFamilyBase =
  "'Segoe UI Variable Text', 'Segoe UI', system-ui, -apple-system, 'Noto Sans', 'DejaVu Sans', sans-serif";

const quiet: Partial<Theme> = {
  fontFamilyBase,
  // Motion stays under 150 ms.
  durationUltraFast: '30ms',
  durationFaster: '60ms',
  durationFast: '90ms',
  durationNormal: '120ms',
  durationGentle: '140ms',
  durationSlow: '145ms',
  durationSlower: '145ms',
  durationUltraSlow: '145ms',
};

const still: Partial<Theme> = Object.fromEntries(
  Object.keys(quiet)
    .filter((name) => name.startsWith('duration'))
    .map((name) => [name, '0.01ms']),
);

const light: Theme = { ...createLightTheme(brand), ...quiet };
const dark: Theme = {
  ...createDarkTheme(brand),
  ...quiet,
  // Text in the brand's colour needs a lighter step on dark ground: 4.5:1 also on a row under the pointer (#3d3d3d).
  colorBrandForeground1: brand[130],
  colorBrandForeground2: brand[140],
  colorBrandForegroundLink: brand[120],
  colorBrandForegroundLinkHover: brand[130],
  colorCompoundBrandForeground1: brand[120],
};

/** The theme for what the system or the desk wants. */
export function themeFor(wants: { readonly dark: boolean; readonly reducedMotion: boolean }): Theme {
  const theme = wants.dark ? dark : light;
  return wants.reducedMotion ? { ...theme, ...still } : theme;
}

/** The ring of our own parts, the same as Fluent's. Outline, not shadow, so that high contrast mode keeps it. */
export const focusRing = {
  outlineWidth: '2px',
  outlineStyle: 'solid',
  outlineColor: tokens.colorStrokeFocus2,
  outlineOffset: '-2px',
} as const;
