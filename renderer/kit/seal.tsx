import { tokens } from '@fluentui/react-components';

/** The product's mark: a seal, closed. Drawn here so that nothing is loaded for it. */
export function Seal({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" style={{ flexShrink: 0 }}>
      <path
        d="M16 1.5 27.5 5.2v9.6c0 7-4.6 12.7-11.5 15.7C9.1 27.5 4.5 21.8 4.5 14.8V5.2z"
        fill={tokens.colorBrandBackground}
      />
      <path
        d="M9.5 12.2h13v8.3h-13zm0 .4 6.5 4.9 6.5-4.9"
        fill="none"
        stroke={tokens.colorNeutralForegroundOnBrand}
        strokeWidth="1.7"
        strokeLinejoin="round"
      />
    </svg>
  );
}
