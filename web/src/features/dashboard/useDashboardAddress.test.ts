import { describe, expect, it } from 'vitest';
import { rangeOnly } from './rangeOnly';
import { asParameters, readChoice } from './useDashboardAddress';

const read = (address: string) => readChoice(new URLSearchParams(address));

describe('readChoice', () => {
  it('reads periods and days', () => {
    expect(read('period=last_month')).toEqual({ period: 'last_month' });
    expect(read('from=2025-03-28&to=2025-04-01')).toEqual({ from: '2025-03-28', to: '2025-04-01' });
  });

  it.each(['', 'period=ever', 'from=2025-04-01&to=2025-03-28', 'from=2025-02-30&to=2025-03-01', 'from=2025-03-01'])(
    'shows the default for %j', (address) => {
      expect(read(address)).toEqual({ period: 'last_7_days' });
    });

  it('asks the API for what was read', () => {
    expect(asParameters(read('period=today'))).toEqual({ period: 'today' });
    expect(asParameters(read('from=2025-03-28&to=2025-04-01'))).toEqual({ from: '2025-03-28', to: '2025-04-01' });
  });
});

describe('rangeOnly', () => {
  it('keeps the range and drops the state of the tables', () => {
    expect(rangeOnly('?period=today&pages_sort=-views&compare=0')).toBe('?period=today&compare=0');
    expect(rangeOnly('?pages_page=2')).toBe('');
  });
});
