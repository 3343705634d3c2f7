import type { TFunction } from 'i18next';
import type { Format } from '../lib/format';
import type { TimePoint } from '../lib/timeSeries';
import type { ChartTable } from './ChartPanel';

/** A point's days in words; a part of a week or month says that it is one. */
export const pointName = (point: { from: string; to: string }, format: Format): string => format.days(point.from, point.to);

/** Lines are cut into a full part and a dashed one: every line between two points is in one of them. */
export const lineParts = (points: readonly TimePoint[]): { full: (number | null)[]; dashed: (number | null)[] } => {
  const isDashed = (index: number) => points[index]?.isPartial === true || points[index + 1]?.isPartial === true || points[index - 1]?.isPartial === true;
  return {
    full: points.map((point) => point.isPartial ? null : point.value),
    dashed: points.map((point, index) => isDashed(index) ? point.value : null),
  };
};

/** A line through one point cannot be seen, so a lone point gets a mark. */
export const isLone = (values: readonly (number | null)[], index: number): boolean =>
  values[index] != null && values[index - 1] == null && values[index + 1] == null;

export const timeTable = (points: readonly TimePoint[], what: string, isCompared: boolean, format: Format, t: TFunction): ChartTable => ({
  header: [t('chart.days'), what, ...(isCompared ? [t('chart.beforeDays'), t('chart.before')] : [])],
  rows: points.map((point) => {
    const name = pointName(point, format) + (point.isPartial ? ` (${t('chart.soFar')})` : '');
    const days = point.from === point.to ? point.from : `${point.from}/${point.to}`;
    const before = point.before;
    const beforeDays = before && (before.from === before.to ? before.from : `${before.from}/${before.to}`);
    return {
      written: [name, format.count(point.value),
        ...(isCompared ? [before ? pointName(before, format) : '', before ? format.count(before.value) : ''] : [])],
      values: [days, point.value, ...(isCompared ? [beforeDays, before?.value] : [])],
    };
  }),
});
