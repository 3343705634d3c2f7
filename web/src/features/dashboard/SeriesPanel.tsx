import useMediaQuery from '@mui/material/useMediaQuery';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartPanel } from '../../components/ChartPanel';
import { tableHeight } from '../../components/DataTable';
import { Loaded } from '../../components/Loaded';
import { Panel } from '../../components/Panel';
import { Loading } from '../../components/States';
import { timeTable } from '../../components/timeLine';
import { useFormat, useShop, useToday } from '../../lib/shop';
import { timePoints, type DayValue } from '../../lib/timeSeries';
import { dayOf } from '../../lib/zonedDays';
import type { Report } from '../../types/api';
import { useReport, type Ask, type ReportResult } from './useReport';
import { useLeadingWeek } from './useLeadingWeek';

// The chart library is the largest part of the page: numbers and tables do not wait for it.
const TimeChart = lazy(() => import('../../components/TimeChart').then(({ TimeChart: component }) => ({ default: component })));

/** As high as the table beside it; a phone has nothing beside it. */
const heights = { phone: 280, desktop: tableHeight };

interface SeriesPanelProps<T> {
  title: string;
  /** What the values count. */
  what: string;
  name: string;
  ask: Ask<T>;
  /** The values of a report by the instant at which their day starts. */
  read: (report: T) => readonly { date: string; value: number }[];
}

/** A chart of values over the chosen range. A single day is shown at the end of its week: one point is no line. */
export const SeriesPanel = <T extends Report>({ title, what, name, ask, read }: SeriesPanelProps<T>) => {
  const { t } = useTranslation();
  const format = useFormat();
  const height = heights[useMediaQuery('(max-width: 599px)') ? 'phone' : 'desktop'];
  const today = useToday();
  const { timeZone } = useShop().config;
  const result: ReportResult<T> = useReport(name, ask);
  const week = useLeadingWeek(name, ask, result);
  const { query, before } = week ?? result;
  const valuesOf = (report: T): DayValue[] => read(report).map(({ date, value }) => ({ day: dayOf(date, timeZone), value }));

  if (!query.data) {
    return <Panel title={title} minHeight={height + 74}><Loaded query={query} height={height}>{() => null}</Loaded></Panel>;
  }
  const points = timePoints(valuesOf(query.data), before.data && valuesOf(before.data), today);
  const isCompared = before.data !== undefined;
  return (
    <ChartPanel
      title={title} height={height} fileName={`${name}-${result.days?.from ?? ''}-${result.days?.to ?? ''}`}
      note={week && result.days ? t('dashboard.weekTo', { day: format.dayShort(result.days.to) }) : undefined}
      table={timeTable(points, what, isCompared, format, t)}
    >
      <Loaded query={query} height={height} hideStale>
        {() => (
          <Suspense fallback={<Loading height={height} />}>
            <TimeChart points={points} title={title} height={height} />
          </Suspense>
        )}
      </Loaded>
    </ChartPanel>
  );
};

