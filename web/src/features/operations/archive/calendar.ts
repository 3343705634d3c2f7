import { addDays, addMonths, asUtc, type Day } from '../../../lib/zonedDays';

/** `yyyy-MM`. */
export type Month = string;

/** The months that have one of the days, and the latest day's, newest first. */
export const monthsOf = (days: readonly Day[], latest: Day): Month[] =>
  [...new Set([latest, ...days].map((day) => day.slice(0, 7)))].sort().reverse();

export const daysOf = (month: Month): Day[] => {
  const first = `${month}-01`;
  const length = asUtc(addDays(addMonths(first, 1), -1)).getUTCDate();
  return Array.from({ length }, (_, index) => addDays(first, index));
};

/**
 * A month as weeks of seven places, undefined where another month's days are.
 * @param firstWeekday 0 for Sunday, 1 for Monday.
 */
export const weeksOf = (month: Month, firstWeekday: number): (Day | undefined)[][] => {
  const days = daysOf(month);
  const before = (asUtc(`${month}-01`).getUTCDay() - firstWeekday + 7) % 7;
  return Array.from({ length: Math.ceil((before + days.length) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (__, place) => days[week * 7 + place - before]));
};

const steps: Record<string, (day: Day) => Day> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
  Home: (day) => `${day.slice(0, 7)}-01`,
  End: (day) => addDays(addMonths(`${day.slice(0, 7)}-01`, 1), -1),
};

/**
 * Where a key leads from a day, past days that are not shown; undefined for a key that leads nowhere.
 * @param shown the days that can be reached, oldest first; not empty.
 */
export const dayByKey = (key: string, day: Day, shown: readonly Day[]): Day | undefined => {
  const target = steps[key]?.(day);
  return target === undefined ? undefined
    : target < day ? shown.findLast((one) => one <= target) ?? shown[0]
    : shown.find((one) => one >= target) ?? shown.at(-1);
};
