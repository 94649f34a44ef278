import { getSchema } from '@tiptap/core';
import { StarterKit } from '@tiptap/starter-kit';
import { describe, expect, it } from 'vitest';
import { forgotAttachment, ownText } from '../../../renderer/compose/reminder.ts';

describe('forgotAttachment', () => {
  it.each([
    'Please find attached the report.',
    'The form is enclosed',
    'Le adjunto el informe.',
    'Adjuntamos los resultados',
    'See the attachment',
    'Va anexo el formulario',
  ])('asks about %j without a file', (text) => {
    expect(forgotAttachment('', text, 0)).toBe(true);
    expect(forgotAttachment('', text, 1)).toBe(false);
  });

  it.each([
    'She has an attachée visa',
    'Detached retina follow-up',
    'Your appointment is on Monday.',
    'Annexe B is closed today',
  ])('is silent about %j', (text) => {
    expect(forgotAttachment('', text, 0)).toBe(false);
  });

  it('does not ask because of what somebody else wrote', () => {
    expect(forgotAttachment('', 'Thank you!\n> I attached the report', 0)).toBe(false);
    expect(forgotAttachment('', 'Thanks\nOn Mon, Jun 1, Ana Ruiz wrote:\nThe report is attached', 0)).toBe(false);
  });

  it('reads the subject too', () => {
    expect(forgotAttachment('Report attached', '', 0)).toBe(true);
  });
});

describe('ownText', () => {
  it('leaves out what is quoted, so that another writer\'s "attached" asks nothing', () => {
    const schema = getSchema([StarterKit]);
    const line = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
    const doc = schema.nodeFromJSON({
      type: 'doc',
      content: [line('Thank you.'), { type: 'blockquote', content: [line('The report is attached.')] }, line('Ana')],
    });
    expect(ownText(doc)).toBe('Thank you.\nAna');
    expect(forgotAttachment('', ownText(doc), 0)).toBe(false);
  });
});
