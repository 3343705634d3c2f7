import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { BarChart } from '@mui/x-charts/BarChart';
import { useTranslation } from 'react-i18next';
import { chartStyles, chartTexts, tickLabels } from '../../components/chartStyles';
import { useFormat } from '../../lib/shop';
import type { NowReport } from '../../types/api';
import { minutesHeight } from './minutes';

/** One bar a minute; the last one still grows. */
export const MinuteBars = ({ minutes, title }: { minutes: NowReport['minutes']; title: string }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { vars } = useTheme();
  return (
    <Box role="group" aria-label={`${title}. ${t('chart.description')}`} sx={chartStyles(vars)}>
      <BarChart
        height={minutesHeight} localeText={chartTexts} hideLegend skipAnimation margin={{ left: 0, right: 8, top: 12, bottom: 0 }}
        grid={{ horizontal: true }}
        xAxis={[{
          data: minutes.map(({ minute }) => minute), scaleType: 'band', categoryGapRatio: 0.25, height: 28, disableTicks: true, disableLine: true,
          valueFormatter: (minute: string) => format.time(minute), tickInterval: (_: unknown, index: number) => index % 5 === 0,
          tickLabelInterval: () => true, tickLabelStyle: tickLabels(vars),
        }]}
        yAxis={[{
          min: 0, tickMinStep: 1, tickNumber: 4, width: 'auto', disableLine: true, disableTicks: true,
          valueFormatter: (value: number) => format.count(value), tickLabelStyle: tickLabels(vars),
        }]}
        series={[{ data: minutes.map(({ events }) => events), label: t('now.events'), color: vars?.palette.primary.main ?? '', valueFormatter: (value) => format.count(value ?? 0) }]}
      />
    </Box>
  );
};
