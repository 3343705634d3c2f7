import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/shop';
import type { JourneyEvent } from '../../types/api';
import { TimelineEvent } from './TimelineEvent';
import { stopsOf } from './timeline';

/** The stops of a session from top to bottom, the time between them written on the line. */
export const Timeline = ({ events }: { events: readonly JourneyEvent[] }) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {stopsOf(events).map((stop) => (
        <Box
          component="li" key={`${stop.events[0]?.timestamp ?? ''} ${stop.page}`}
          sx={{ display: 'grid', gridTemplateColumns: '72px 12px minmax(0, 1fr)', columnGap: 2 }}
        >
          <Typography variant="caption" color="textSecondary" sx={{ textAlign: 'right', pt: 1.5 }}>
            {stop.gap > 0 && `+${format.duration(stop.gap)}`}
          </Typography>
          <Box aria-hidden sx={{ position: 'relative', '&::before': { content: '""', position: 'absolute', left: 5, top: 0, bottom: 0, borderLeft: '2px solid', borderColor: 'divider' } }}>
            <Box sx={{ position: 'absolute', top: 8, left: 1, width: 10, height: 10, borderRadius: '50%', bgcolor: stop.events.some(({ eventType }) => eventType === 'ORDER_PLACED') ? 'primary.main' : 'text.disabled' }} />
          </Box>
          <Box sx={{ pb: 3, minWidth: 0 }}>
            <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', alignItems: 'baseline' }}>
              <Typography sx={{ overflowWrap: 'anywhere', fontWeight: 600 }}>{stop.page}</Typography>
              <Typography variant="caption" color="textSecondary">{t('journeys.onPage', { time: format.duration(stop.timeSpent) })}</Typography>
            </Box>
            {stop.events.map((event, index) => <TimelineEvent key={`${event.timestamp} ${index}`} event={event} />)}
          </Box>
        </Box>
      ))}
    </Box>
  );
};
