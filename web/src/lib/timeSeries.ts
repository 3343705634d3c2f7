import { addDays, addMonths, countDays, type Day } from './zonedDays';

export interface DayValue {
  day: Day;
  value: number;
}

export type Step = 'day' | 'week' | 'month';

/** One point of a chart over time. */
export interface TimePoint {
  /** First and last day that the point sums up. */
  from: Day;
  to: Day;
  value: number;
  /** The value at the same place of the preceding period. */
  before?: { from: Day; to: Day; value: number } | undefined;
  /** Whether days of the point are still to come or lie outside of the range, so that it is too low to be compared. */
  isPartial: boolean;
}

const longestInDays = 92;
const longestInWeeks = 200;

/** Days to three months, then weeks, then months. */
export const stepOf = (days: number): Step => days <= longestInDays ? 'day' : days <= longestInWeeks ? 'week' : 'month';

interface Bucket {
  from: Day;
  to: Day;
  value: number;
  isShort: boolean;
}

/** Weeks are counted from the range's first day, so that both periods are cut alike; months are the calendar's. */
const bucketsOf = (values: readonly DayValue[], step: Step): Bucket[] => {
  const buckets: Bucket[] = [];
  let fullFrom: Day = '';
  let fullTo: Day = '';
  for (const { day, value } of values) {
    const bucket = buckets.at(-1);
    if (bucket && day <= fullTo) {
      bucket.to = day;
      bucket.value += value;
      bucket.isShort = bucket.from !== fullFrom || day !== fullTo;
      continue;
    }
    fullFrom = step === 'month' ? `${day.slice(0, 7)}-01` : day;
    fullTo = step === 'month' ? addDays(addMonths(fullFrom, 1), -1) : addDays(day, step === 'week' ? 6 : 0);
    buckets.push({ from: day, to: day, value, isShort: day !== fullFrom || day !== fullTo });
  }
  return buckets;
};

/**
 * The points of a chart.
 * @param current the days of the range, in order and without gap
 * @param before the days of the preceding range, when there is one to compare with
 * @param today the day that is not over
 */
export const timePoints = (current: readonly DayValue[], before: readonly DayValue[] | undefined, today: Day): TimePoint[] => {
  const [first, last] = [current.at(0), current.at(-1)];
  if (!first || !last) {
    return [];
  }
  const step = stepOf(countDays(first.day, last.day));
  const earlier = before && bucketsOf(before, step);
  return bucketsOf(current, step).map((bucket, index) => {
    const other = earlier?.[index];
    return {
      from: bucket.from,
      to: bucket.to,
      value: bucket.value,
      before: other && { from: other.from, to: other.to, value: other.value },
      isPartial: bucket.isShort || bucket.to >= today,
    };
  });
};

/** Which points get a label: at most `most`, evenly spread, the first one always. */
export const labelledPoints = (count: number, most: number): Set<number> => {
  const every = Math.max(1, Math.ceil(count / most));
  return new Set(Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every));
};
