import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useAxesTooltip } from '@mui/x-charts/ChartsTooltip';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/shop';
import type { TimePoint } from '../lib/timeSeries';
import { pointName } from './timeLine';

const Entry = ({ color, name, value }: { color: string; name: string; value?: string | undefined }) => (
  <Box component="span" sx={{ display: 'inline-flex', gap: 1.5, alignItems: 'center', whiteSpace: 'nowrap' }}>
    <Box component="span" sx={{ width: 12, height: 3, borderRadius: '4px', background: color }} />
    {name}
    {value !== undefined && <Box component="b" sx={{ color: 'text.primary' }}>{value}</Box>}
  </Box>
);

/**
 * The chart's legend; with the pointer or the keyboard on a point, the exact values of both periods there and the change. It has a
 * place of its own above the lines, so it covers nothing and moves nothing.
 */
export const TimeReadout = ({ points, colors }: { points: readonly TimePoint[]; colors: { current: string; before: string } }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const index = useAxesTooltip()?.[0]?.dataIndex;
  const point = index === undefined ? undefined : points[index];
  const before = point ? point.before : points.find((other) => other.before)?.before;
  return (
    <Typography variant="caption" color="textSecondary" component="div" sx={{ minHeight: { xs: 34, sm: 17 }, display: 'flex', columnGap: 4, flexWrap: 'wrap', overflow: 'hidden' }}>
      <Entry
        color={colors.current} value={point && format.count(point.value)}
        name={point ? pointName(point, format) + (point.isPartial ? ` (${t('chart.soFar')})` : '') : t('chart.current')}
      />
      {before && <Entry color={colors.before} name={point ? pointName(before, format) : t('chart.before')} value={point && format.count(before.value)} />}
      {point && before && before.value > 0 && !point.isPartial && <span>{format.change(point.value / before.value - 1)}</span>}
    </Typography>
  );
};
