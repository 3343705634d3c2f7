import { useToday } from '../../lib/shop';
import { useAddress } from '../../lib/useAddress';
import { addDays, isDay } from '../../lib/zonedDays';

const defaultDays = 30;

/** What a link to a journey keeps: the user, the range, and the session that is to be open. */
export const useJourneyAddress = () => {
  const today = useToday();
  const [address, change] = useAddress();
  const [from, to] = [address.get('from'), address.get('to')];
  const isRange = isDay(from) && isDay(to) && from <= to;
  return {
    user: address.get('user') ?? '',
    session: address.get('session') ?? undefined,
    from: isRange ? from : addDays(today, 1 - defaultDays),
    to: isRange ? to : today,
    today,
    chooseUser: (user: string) => change({ user, session: undefined }),
    chooseRange: (nextFrom: string, nextTo: string) => change({ from: nextFrom, to: nextTo, session: undefined }),
    linkTo: (session: string) => {
      const link = new URLSearchParams({ user: address.get('user') ?? '', from: isRange ? from : addDays(today, 1 - defaultDays), to: isRange ? to : today, session });
      return `?${link.toString()}`;
    },
  };
};
