import { describe, expect, it } from 'vitest';
import { readBatchAddress } from './useBatchAddress';

describe('readBatchAddress', () => {
  it('reads every filter', () => {
    const { filter, state } = readBatchAddress(new URLSearchParams('reason=invalid.page&source=retry&kind=event&state=all&from=2026-01-01&to=2026-01-02&text=a%26b'));
    expect(filter).toEqual({ reason: 'invalid.page', source: 'retry', kind: 'event', from: '2026-01-01', to: '2026-01-02', text: 'a&b' });
    expect(state).toBe('all');
  });

  it('asks for what is open, and leaves out words that there are not', () => {
    const { filter, state } = readBatchAddress(new URLSearchParams('state=lost&kind=order&source=nowhere'));
    expect(state).toBe('open');
    expect(Object.values(filter).every((value) => value === '')).toBe(true);
  });
});
