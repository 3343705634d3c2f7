import type { NowReport } from '../../types/api';

/** Of the chart, in pixels. */
export const minutesHeight = 220;

type Minutes = NowReport['minutes'];

export const totals = (minutes: Minutes) => minutes.reduce(
  (sum, minute) => ({ events: sum.events + minute.events, pageViews: sum.pageViews + minute.pageViews, orders: sum.orders + minute.orders }),
  { events: 0, pageViews: 0, orders: 0 });
