import { useMemo } from 'react';
import type { RangeParameters } from '../../lib/api';
import { isPeriod, type Choice } from '../../lib/periods';
import { useAddress } from '../../lib/useAddress';
import { isDay } from '../../lib/zonedDays';

/** What a dashboard without a choice in its address shows. */
const defaultChoice: Choice = { period: 'last_7_days' };

export const readChoice = (address: URLSearchParams): Choice => {
  const [period, from, to] = [address.get('period'), address.get('from'), address.get('to')];
  if (isDay(from) && isDay(to) && from <= to) {
    return { from, to };
  }
  return isPeriod(period) ? { period } : defaultChoice;
};

export const asParameters = (choice: Choice): RangeParameters =>
  'period' in choice ? { period: choice.period } : { from: choice.from, to: choice.to };

/** The reader's choices that a link keeps. */
export const useDashboardAddress = () => {
  const [address, change] = useAddress();
  const key = ['period', 'from', 'to'].map((name) => address.get(name) ?? '').join('|');
  // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` is all of the address that a choice is read from
  const choice = useMemo(() => readChoice(address), [key]);
  return {
    choice,
    isCompared: address.get('compare') !== '0',
    choose: (next: Choice) => change({
      period: 'period' in next ? next.period : undefined,
      from: 'period' in next ? undefined : next.from,
      to: 'period' in next ? undefined : next.to,
    }),
    compare: (isWanted: boolean) => change({ compare: isWanted ? undefined : '0' }),
  };
};
