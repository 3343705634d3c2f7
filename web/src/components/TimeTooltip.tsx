import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { ChartsTooltipContainer, useAxesTooltip } from '@mui/x-charts/ChartsTooltip';
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/shop';
import type { TimePoint } from '../lib/timeSeries';
import { pointName } from './timeLine';

const Line = ({ color, name, value }: { color: string; name: string; value: string }) => (
  <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
    <Box sx={{ width: 10, height: 3, borderRadius: 1, bgcolor: color }} />
    <Typography variant="caption" sx={{ mr: 'auto' }}>{name}</Typography>
    <Typography variant="caption" sx={{ fontWeight: 600 }}>{value}</Typography>
  </Box>
);

/** The points of the chart around a tooltip: the chart itself knows only its lines. */
export const TimePoints = createContext<readonly TimePoint[]>([]);

/** The exact values of both periods at one point, and the change. */
const TimeTooltipContent = () => {
  const { t } = useTranslation();
  const format = useFormat();
  const points = useContext(TimePoints);
  const index = useAxesTooltip()?.[0]?.dataIndex;
  const point = index === undefined ? undefined : points[index];
  if (!point) {
    return null;
  }
  const { before } = point;
  return (
    <Paper elevation={3} variant="elevation" sx={{ p: 2, minWidth: 180 }}>
      <Line
        color="primary.main" value={format.count(point.value)}
        name={pointName(point, format) + (point.isPartial ? ` (${t('chart.soFar')})` : '')}
      />
      {before && <Line color="before" name={pointName(before, format)} value={format.count(before.value)} />}
      {before && before.value > 0 && !point.isPartial && (
        <Typography variant="caption" color="text.secondary">{format.change(point.value / before.value - 1)}</Typography>
      )}
    </Paper>
  );
};

export const TimeTooltip = () => <ChartsTooltipContainer trigger="axis"><TimeTooltipContent /></ChartsTooltipContainer>;
