import { scanMessage } from '../../../shared/phi/index.ts';
import type { Context } from '../context.ts';
import { percentile, timed } from '../measure.ts';
import type { Line } from '../table.ts';

/** The PHI scan over invented mail text. */
export function scan(context: Context): Line[] {
  const texts = context.messages.slice(0, 2000).map(({ facts }) => facts.indexText);
  const joined = texts.join('\n');
  const long = Array.from({ length: 200 }, (_, index) => joined.slice(index * 5000, index * 5000 + 20_000)).filter(
    (text) => text.length === 20_000,
  );
  for (const text of long.slice(0, 20)) scanMessage({ subject: '', body: text });
  const times = long.map((body) => timed(() => scanMessage({ subject: 'Results', body })));
  const bulk = timed(() => {
    for (const body of texts) scanMessage({ subject: '', body });
  });
  const speed = joined.length / 1e6 / (bulk / 1000);
  return [
    {
      what: 'PHI scan of 20 kB, p50',
      unit: 'ms',
      ours: percentile(times, 0.5),
      peers: [],
      budget: '2 (p99 5)',
      within: percentile(times, 0.5) <= 2 && percentile(times, 0.99) <= 5,
      note: `p99 ${percentile(times, 0.99).toFixed(2)}`,
    },
    { what: 'PHI scan, bulk', unit: 'MB/s', ours: speed, peers: [], budget: '12', within: speed >= 12, note: '' },
  ];
}
