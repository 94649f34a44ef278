import { Button, Input, type InputProps, Tooltip } from '@fluentui/react-components';
import { EyeOffRegular, EyeRegular } from '@fluentui/react-icons';
import { type Ref, useState } from 'react';
import { useText } from '../i18n/text.tsx';

/** A field for a secret, with a button that shows it. Never remembered by the browser, never spell-checked. */
export function SecretInput({
  inputRef,
  ...props
}: Omit<InputProps, 'type' | 'contentAfter'> & { readonly inputRef?: Ref<HTMLInputElement> }) {
  const text = useText();
  const [shown, setShown] = useState(false);
  const label = shown ? text.common.hide : text.common.show;
  return (
    <Input
      autoComplete="off"
      spellCheck={false}
      autoCapitalize="none"
      {...props}
      input={{ ref: inputRef ?? null }}
      type={shown ? 'text' : 'password'}
      contentAfter={
        <Tooltip content={label} relationship="label">
          <Button
            appearance="transparent"
            size="small"
            aria-pressed={shown}
            icon={shown ? <EyeOffRegular /> : <EyeRegular />}
            disabled={props.disabled ?? false}
            onClick={() => setShown(!shown)}
          />
        </Tooltip>
      }
    />
  );
}
