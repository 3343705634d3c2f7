import { useAddress } from '../../../lib/useAddress';
import { isDay } from '../../../lib/zonedDays';
import type { DayRange } from './archiveDays';

/** The chosen days and the run that was started last, in the page's address, so that a link shows the same to someone else. */
export const useArchiveAddress = () => {
  const [address, change] = useAddress();
  const [from, to] = [address.get('from'), address.get('to')];
  const chosen: DayRange | undefined = isDay(from) && isDay(to) && from <= to ? { from, to } : undefined;
  return {
    chosen,
    runId: address.get('run') ?? undefined,
    choose: (days: DayRange | undefined) => change({ from: days?.from, to: days?.to }),
    follow: (runId: string) => change({ run: runId }),
  };
};
