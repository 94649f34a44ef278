import { Spinner } from '@fluentui/react-components';

/** In a button whose words say what is going on: for the eye only. */
export function Busy({ inverted = false }: { readonly inverted?: boolean }) {
  return <Spinner size="tiny" role="presentation" aria-hidden {...(inverted ? { appearance: 'inverted' } : {})} />;
}
