import { describe, expect, it } from 'vitest';
import { answersFor, answerWords, secondsLeft, stateWords, toWords } from '../../../renderer/compose/outgoing.ts';
import { en } from '../../../renderer/i18n/en/index.ts';
import { es } from '../../../renderer/i18n/es/index.ts';
import { makeFormat } from '../../../renderer/i18n/format.ts';
import { needsYouReasons, outboxStates } from '../../../shared/model/evidence.ts';

const now = Date.parse('2026-06-01T10:42:00Z');
const about = { now, acceptedAt: null, text: en, format: makeFormat('en', en) };

describe('the outgoing bar', () => {
  it('counts down in whole seconds and never below nought', () => {
    expect(secondsLeft({ holdUntil: '2026-06-01T10:42:09.200Z' }, now)).toBe(10);
    expect(secondsLeft({ holdUntil: '2026-06-01T10:41:00Z' }, now)).toBe(0);
    expect(secondsLeft({ holdUntil: null }, now)).toBe(0);
    expect(secondsLeft({ holdUntil: 'nonsense' }, now)).toBe(0);
    expect(stateWords({ state: 'held', holdUntil: '2026-06-01T10:42:09Z' }, about)).toBe('Leaves in 9 s');
  });

  it('never says delivered or read, whatever the state', () => {
    for (const text of [en, es]) {
      for (const state of outboxStates) {
        const words = stateWords({ state, holdUntil: null }, { ...about, text, acceptedAt: '2026-06-01T10:42:00Z' });
        expect(words).not.toBe('');
        if (state !== 'bounced') expect(words).not.toMatch(/\bdelivered\b|\bread\b|\bentregado\b|\ble[íi]do\b/i);
      }
    }
  });

  it('asks with words and answers for every reason, and never makes a second copy the first answer', () => {
    for (const reason of needsYouReasons) {
      expect(en.compose.outbox.needs[reason]).toBeTruthy();
      expect(es.compose.outbox.next[reason]).toBeTruthy();
      expect(answersFor(reason).length).toBeGreaterThan(1);
    }
    expect(answersFor('outcome-unknown')[0]).not.toBe('send');
    expect(answerWords('send', 'outcome-unknown', en)).toBe('Send again');
  });

  it('offers "it was sent" only where it may have been', () => {
    for (const reason of needsYouReasons) {
      expect(answersFor(reason).includes('was-sent')).toBe(reason === 'outcome-unknown');
    }
  });

  it('names the first recipient and counts the others', () => {
    const to = [
      { name: 'Maria Gómez', addr: 'm@example.org' },
      { name: '', addr: 'j@example.org' },
      { name: '', addr: 'k@example.org' },
    ];
    expect(toWords({ to }, en)).toBe('To Maria Gómez and 2 more');
    expect(toWords({ to: [] }, en)).toBe('');
  });
});
