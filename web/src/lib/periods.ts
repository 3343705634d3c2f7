import { addDays, addMonths, countDays, dayOf, type Day } from './zonedDays';

/** The named periods of the API, in the order in which they are offered. Weeks begin on Sunday. */
export const periods = [
  'today', 'yesterday', 'last_7_days', 'this_week', 'last_week', 'this_month', 'last_month', 'this_year', 'last_year',
] as const;

export type Period = (typeof periods)[number];

export const isPeriod = (value: string | null): value is Period => (periods as readonly (string | null)[]).includes(value);

export interface DayRange {
  from: Day;
  to: Day;
}

/** What the reader has chosen: a named period, or days. */
export type Choice = { period: Period } | DayRange;

export const includesToday = (choice: Choice, today: Day): boolean =>
  'period' in choice ? !['yesterday', 'last_week', 'last_month', 'last_year'].includes(choice.period)
    : choice.from <= today && today <= choice.to;

/** The days of an answer that are over or under way: a period that is still open ends today. */
export const daysOf = (report: { start: string; end: string }, zone: string, today: Day): DayRange => {
  const from = dayOf(report.start, zone);
  const to = dayOf(report.end, zone);
  return { from, to: to > today && from <= today ? today : to };
};

/**
 * What a range is compared with. Months and years are compared with the same days of the month or year before, other ranges with
 * as many days directly before them.
 */
export const precedingDays = (choice: Choice, days: DayRange): DayRange => {
  const monthsBack = 'period' in choice ? { this_month: 1, last_month: 1, this_year: 12, last_year: 12 }[choice.period as string] : undefined;
  if (monthsBack !== undefined) {
    const isWhole = addDays(days.to, 1).endsWith('-01');
    return {
      from: addMonths(days.from, -monthsBack),
      // The whole of February is compared with the whole of January.
      to: isWhole ? addDays(addMonths(addDays(days.to, 1), -monthsBack), -1) : addMonths(days.to, -monthsBack),
    };
  }
  if ('period' in choice && choice.period === 'this_week') {
    return { from: addDays(days.from, -7), to: addDays(days.to, -7) };
  }
  const length = countDays(days.from, days.to);
  return { from: addDays(days.from, -length), to: addDays(days.from, -1) };
};
