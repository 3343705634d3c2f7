import { shareOf } from './numbers';

/** The steps of the funnel in their order: search, view, cart, purchase. Never sorted by size. */
export const funnelOrder = ['SEARCH', 'PAGE_VIEW', 'ADD_TO_CART', 'ORDER_PLACED'] as const;

export interface FunnelStep {
  eventType: (typeof funnelOrder)[number];
  users: number;
  /** Of the first step's users; may be over 1, for users may skip steps. */
  ofFirst: number | undefined;
  /** Of the users of the step before. */
  ofPrevious: number | undefined;
  /** Users of the step before who did not get here; negative when more are here than there. */
  lost: number | undefined;
}

export const funnelSteps = (rows: readonly { eventType: string; uniqueUsersCount: number }[]): FunnelStep[] => {
  const users = new Map(rows.map((row) => [row.eventType, row.uniqueUsersCount]));
  const counts = funnelOrder.map((eventType) => users.get(eventType) ?? 0);
  const first = counts[0] ?? 0;
  return funnelOrder.map((eventType, index) => {
    const [own, previous] = [counts[index] ?? 0, counts[index - 1]];
    return {
      eventType,
      users: own,
      ofFirst: shareOf(own, first),
      ofPrevious: previous === undefined ? undefined : shareOf(own, previous),
      lost: previous === undefined ? undefined : previous - own,
    };
  });
};
