import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { LineChart } from '@mui/x-charts/LineChart';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/shop';
import { labelledPoints, stepOf, type TimePoint } from '../lib/timeSeries';
import { countDays } from '../lib/zonedDays';
import { TimePoints, TimeTooltip } from './TimeTooltip';
import { isLone, lineParts } from './timeLine';

interface TimeChartProps {
  points: readonly TimePoint[];
  title: string;
  height: number;
}

const mostLabels = { phone: 4, desktop: 7 };

/** Straight lines over days, weeks or months: this period in the accent, the one before in grey, what is not over dashed. */
export const TimeChart = ({ points, title, height }: TimeChartProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { vars } = useTheme();
  const isPhone = useMediaQuery('(max-width: 599px)');
  const isStill = useMediaQuery('(prefers-reduced-motion: reduce)');
  const labelled = labelledPoints(points.length, isPhone ? mostLabels.phone : mostLabels.desktop);
  const isByMonth = stepOf(countDays(points[0]?.from ?? '', points.at(-1)?.to ?? '')) === 'month';
  const label = (index: number) => {
    const point = points[index];
    return point ? (isByMonth ? format.month : format.dayShort)(point.from) : '';
  };
  const { full, dashed } = lineParts(points);
  const before = points.map((point) => point.before?.value ?? null);
  const largest = Math.max(0, ...points.map((point) => Math.max(point.value, point.before?.value ?? 0)));
  const line = (id: string, data: (number | null)[], color: string) => ({
    id, data, color, curve: 'linear' as const,
    showMark: ({ index }: { index: number }) => isLone(data, index), shape: 'circle' as const,
  });

  return (
    <Box
      sx={{
        '& [data-series="dashed"]': { strokeDasharray: '4 4' },
        '& [data-series="before"]': { strokeWidth: 1.5 },
        '& .MuiChartsAxis-line, & .MuiChartsAxis-tick': { stroke: vars?.palette.divider },
        '& .MuiChartsAxis-tickLabel': { fill: vars?.palette.text.secondary },
        '& .MuiChartsGrid-line': { stroke: vars?.palette.divider },
      }}
    >
      <TimePoints value={points}><LineChart
        height={height} title={title} desc={t('chart.description')} hideLegend skipAnimation={isStill}
        margin={{ left: 0, right: 16, top: 12, bottom: 0 }}
        grid={{ horizontal: true }}
        xAxis={[{
          data: points.map((_, index) => index), scaleType: 'point', height: 28, disableTicks: true,
          valueFormatter: (index: number) => label(index),
          tickInterval: (_: unknown, index: number) => labelled.has(index), tickLabelInterval: () => true,
          tickLabelStyle: { fontSize: 12 },
        }]}
        yAxis={[{
          min: 0, max: largest === 0 ? 1 : undefined, tickMinStep: 1, tickNumber: 4, width: 'auto', disableLine: true, disableTicks: true,
          valueFormatter: (value: number) => value < 10_000 ? format.count(value) : format.compact(value),
          tickLabelStyle: { fontSize: 12 },
        }]}
        series={[
          ...(before.some((value) => value !== null) ? [line('before', before, vars?.palette.before ?? '')] : []),
          line('full', full, vars?.palette.primary.main ?? ''),
          line('dashed', dashed, vars?.palette.primary.main ?? ''),
        ]}
        slots={{ tooltip: TimeTooltip }}
      /></TimePoints>
    </Box>
  );
};
