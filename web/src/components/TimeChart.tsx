import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { ChartsAxisHighlight } from '@mui/x-charts/ChartsAxisHighlight';
import { ChartsDataProvider } from '@mui/x-charts/ChartsDataProvider';
import { ChartsGrid } from '@mui/x-charts/ChartsGrid';
import { ChartsSurface } from '@mui/x-charts/ChartsSurface';
import { ChartsXAxis } from '@mui/x-charts/ChartsXAxis';
import { ChartsYAxis } from '@mui/x-charts/ChartsYAxis';
import { FocusedLineMark, LineHighlightPlot, LinePlot, MarkPlot } from '@mui/x-charts/LineChart';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/shop';
import { labelledPoints, stepOf, type TimePoint } from '../lib/timeSeries';
import { countDays } from '../lib/zonedDays';
import { chartStyles, chartTexts, tickLabels } from './chartStyles';
import { TimeReadout } from './TimeReadout';
import { isLone, lineParts, pointName } from './timeLine';

interface TimeChartProps {
  points: readonly TimePoint[];
  title: string;
  height: number;
}

const mostLabels = { phone: 4, desktop: 7 };
const readoutHeight = { phone: 34, desktop: 17 };

/** Straight lines over days, weeks or months: this period in the accent, the one before in grey, what is not over dashed. */
export const TimeChart = ({ points, title, height }: TimeChartProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { vars } = useTheme();
  const screen = useMediaQuery('(max-width: 599px)') ? 'phone' : 'desktop';
  const labelled = labelledPoints(points.length, mostLabels[screen]);
  const [first, last] = [points[0]?.from ?? '', points.at(-1)?.to ?? ''];
  const isByMonth = stepOf(countDays(first, last)) === 'month';
  const writeTick = !isByMonth ? format.dayShort : first.slice(0, 4) === last.slice(0, 4) ? format.month : format.monthOfYear;
  const tickLabel = (index: number) => writeTick(points[index]?.from ?? '');
  const { full, dashed } = lineParts(points);
  const before = points.map((point) => point.before?.value ?? null);
  const largest = Math.max(0, ...points.map((point) => Math.max(point.value, point.before?.value ?? 0)));
  const colors = { current: vars?.palette.primary.main ?? '', before: vars?.palette.before ?? '' };
  const line = (id: string, label: string, data: (number | null)[], color: string) => ({
    type: 'line' as const, id, label, data, color, valueFormatter: (value: number | null) => value === null ? '' : format.count(value), curve: 'linear' as const, shape: 'circle' as const,
    showMark: ({ index }: { index: number }) => isLone(data, index),
  });

  return (
    <Box role="group" aria-label={`${title}. ${t('chart.description')}`} sx={{ ...chartStyles(vars), '& [data-series="dashed"]': { strokeDasharray: '4 4' }, '& [data-series="before"]': { strokeWidth: 1.5 } }}>
      <ChartsDataProvider
        height={height - readoutHeight[screen]} margin={{ left: 0, right: 32, top: 12, bottom: 0 }} skipAnimation localeText={chartTexts}
        xAxis={[{
          data: points.map((_, index) => index), scaleType: 'point', height: 28, disableTicks: true, disableLine: true,
          valueFormatter: (index: number, { location }) => location === 'tick' ? tickLabel(index) : pointName(points[index] ?? { from: '', to: '' }, format),
          tickInterval: (_: unknown, index: number) => labelled.has(index), tickLabelInterval: () => true,
          tickLabelStyle: tickLabels(vars),
        }]}
        yAxis={[{
          min: 0, max: largest === 0 ? 1 : undefined, tickMinStep: 1, tickNumber: 4, width: 'auto', disableLine: true, disableTicks: true,
          valueFormatter: (value: number) => value < 10_000 ? format.count(value) : format.compact(value),
          tickLabelStyle: tickLabels(vars),
        }]}
        series={[
          ...(before.some((value) => value !== null) ? [line('before', t('chart.before'), before, colors.before)] : []),
          line('full', t('chart.current'), full, colors.current),
          line('dashed', t('chart.soFar'), dashed, colors.current),
        ]}
      >
        <TimeReadout points={points} colors={colors} />
        <ChartsSurface>
          <ChartsGrid horizontal />
          <LinePlot />
          <MarkPlot />
          <ChartsAxisHighlight x="line" />
          <LineHighlightPlot />
          <FocusedLineMark />
          <ChartsXAxis />
          <ChartsYAxis />
        </ChartsSurface>
      </ChartsDataProvider>
    </Box>
  );
};
