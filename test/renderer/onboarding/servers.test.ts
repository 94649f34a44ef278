import { expect, it } from 'vitest';
import { serverOf, usualServers, withSecurity } from '../../../renderer/onboarding/servers.ts';

it('offers TLS from the first byte for an address that nobody knows', () => {
  const { imap, smtp, user } = usualServers('front@clinic.example');
  expect(imap).toEqual({ host: 'imap.clinic.example', port: '993', security: 'tls' });
  expect(smtp).toEqual({ host: 'smtp.clinic.example', port: '465', security: 'tls' });
  expect(user).toBe('front@clinic.example');
});

it('takes the usual port along when the protection changes, and leaves an unusual one alone', () => {
  const { smtp } = usualServers('front@clinic.example');
  expect(withSecurity('smtp', smtp, 'starttls').port).toBe('587');
  expect(withSecurity('smtp', { ...smtp, port: '2465' }, 'starttls').port).toBe('2465');
});

it('makes no server of a port that cannot be one', () => {
  const { imap } = usualServers('front@clinic.example');
  for (const port of ['', '0', '65536', '99x', '-1', '1.5']) expect(serverOf({ ...imap, port })).toBeNull();
  expect(serverOf({ ...imap, host: ' ' })).toBeNull();
});
