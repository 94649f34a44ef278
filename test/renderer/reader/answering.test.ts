import { describe, expect, it } from 'vitest';
import { audienceOf } from '../../../renderer/reader/answering.ts';

const who = (addr: string) => ({ name: '', addr });
const own = new Set(['desk@clinic.example', 'referrals@clinic.example']);

describe('audienceOf', () => {
  it('counts each person once and never ourselves, and tells how many are outside', () => {
    const head = {
      from: [who('jane@home.example')],
      to: [who('DESK@clinic.example'), who('ana@clinic.example')],
      cc: [who('Jane@Home.example'), who('lab@lab.example')],
    };
    expect(audienceOf(head, [], own)).toEqual({ count: 3, outside: 2 });
  });

  it('counts where an answer would really go', () => {
    const head = { from: [who('jane@home.example')], to: [who('desk@clinic.example')], cc: [] };
    expect(audienceOf(head, [who('collect@evil.example')], own)).toEqual({ count: 1, outside: 1 });
  });

  it('does not take a domain for ours because it ends like ours', () => {
    const head = { from: [who('x@notclinic.example')], to: [who('y@clinic.example.evil.example')], cc: [] };
    expect(audienceOf(head, [], own)).toEqual({ count: 2, outside: 2 });
  });
});
