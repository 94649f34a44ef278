import { Random } from './random.ts';

/** Frequent words in their usual order of frequency, then words of a clinic's mail; the head of the distribution. */
const head =
  `the to and of a in you for is your on we that i have this with be are it please will not at as our from if or can
  was by an me my all any has been would but do so know let time new no thank there what here they which when more may one out up
  about he she their were them us also just get only other need like should today now after some see first see who her his had could
  before these than into day days week call back office patient appointment results visit doctor clinic care message attached
  regards best hello dear team phone number date lab blood test report review follow request referral insurance medication
  prescription dose daily pharmacy refill records form sign signed copy send sent received receipt schedule scheduled monday
  tuesday wednesday thursday friday morning afternoon evening tomorrow next last month year billing claim code provider nurse
  question questions answer contact information update updated change changed cancel confirm confirmed available address email
  fax page pages file document documents complete completed pending normal high low pressure heart rate weight pain left right
  knee back chest skin eye imaging scan normal abnormal treatment therapy surgery specialist department hospital health plan
  history allergies allergic penicillin insulin glucose cholesterol vaccine influenza screening annual physical exam urgent
  important confidential secure portal password account access login system training meeting agenda minutes policy privacy
  compliance staff schedule vacation coverage shift desk front manager invoice payment balance due statement order supply
  gloves masks delivery shipment tracking vendor contract renewal license conference seminar registration newsletter subscribe
  unsubscribe website online video link click view browser image photo parking lunch birthday holiday party weekend family`
    .trim()
    .split(/\s+/);

const onsets = [
  'b',
  'br',
  'c',
  'ch',
  'd',
  'dr',
  'f',
  'fl',
  'g',
  'gr',
  'h',
  'j',
  'k',
  'l',
  'm',
  'n',
  'p',
  'pl',
  'pr',
  'r',
];
const moreOnsets = ['s', 'sc', 'st', 'str', 't', 'th', 'tr', 'v', 'w', 'z'];
const nuclei = ['a', 'e', 'i', 'o', 'u', 'ai', 'ea', 'io', 'ou', 'á', 'é', 'ó'];
const codas = ['', '', '', 'n', 'r', 's', 't', 'l', 'm', 'nd', 'st', 'x'];
const endings = ['', '', '', 's', 'ed', 'ing', 'er', 'ly', 'tion', 'itis', 'osis', 'emia', 'al', 'ic'];

/**
 * Words as mail has them: rank and frequency follow Zipf-Mandelbrot (s = 1.07, q = 2.7), with a long tail of rare words, so that
 * an index over generated mail has posting lists like one over real mail.
 */
export class Words {
  readonly list: readonly string[];
  readonly #cumulative: Float64Array;
  readonly #total: number;

  constructor(seed: number, size = 60_000) {
    const random = new Random(seed);
    const seen = new Set(head);
    const list = [...seen];
    while (list.length < size) {
      let word = '';
      for (let syllables = random.whole(1, 3); syllables > 0; syllables -= 1) {
        word += random.pick(random.chance(0.66) ? onsets : moreOnsets) + random.pick(nuclei) + random.pick(codas);
      }
      word += random.pick(endings);
      if (seen.has(word)) continue;
      seen.add(word);
      list.push(word);
    }
    this.list = list;
    this.#cumulative = new Float64Array(list.length);
    let total = 0;
    for (let rank = 0; rank < list.length; rank += 1) {
      total += 1 / (rank + 1 + 2.7) ** 1.07;
      this.#cumulative[rank] = total;
    }
    this.#total = total;
  }

  word(random: Random): string {
    const wanted = random.next() * this.#total;
    let low = 0;
    let high = this.#cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#cumulative[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return this.list[low] ?? '';
  }

  sentence(random: Random, length = random.whole(5, 18)): string {
    const words = Array.from({ length }, () =>
      // Numbers, dates and record numbers: each nearly unique, as in real mail.
      random.chance(0.03) ? String(random.whole(1, 99_999_999)) : this.word(random),
    );
    const text = words.join(' ');
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  }

  paragraphs(random: Random, characters: number): string[] {
    const out: string[] = [];
    let length = 0;
    while (length < characters) {
      const paragraph = Array.from({ length: random.whole(1, 5) }, () => this.sentence(random)).join(' ');
      out.push(paragraph);
      length += paragraph.length;
    }
    return out;
  }
}
