import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/shop';
import type { JourneyEvent } from '../../types/api';
import { eventDetail, metadataText } from './timeline';

/** One event, its metadata on demand. Texts of events are shown as they are and never interpreted. */
export const TimelineEvent = ({ event }: { event: JourneyEvent }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const isOrder = event.eventType === 'ORDER_PLACED';
  const amount = Number(isOrder ? metadataText(event, 'amount') ?? Number.NaN : Number.NaN);
  const metadata: unknown = event.metadata;
  const hasMetadata = typeof metadata === 'object' && metadata !== null && Object.keys(metadata).length > 0;
  return (
    <Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, flexWrap: 'wrap', minHeight: 28 }}>
        <Typography variant="caption" color="textSecondary">{format.exactTime(event.timestamp)}</Typography>
        <Typography variant="caption" sx={{ fontWeight: isOrder ? 600 : 400, color: isOrder ? 'primary.main' : 'text.primary', overflowWrap: 'anywhere' }}>
          {event.eventType}
          {eventDetail(event) !== undefined && ` · ${eventDetail(event) ?? ''}`}
          {Number.isFinite(amount) && ` · ${format.money(amount)}`}
        </Typography>
        {hasMetadata && (
          <Button color="inherit" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} sx={{ fontSize: 12, p: 0, minWidth: 0, color: 'text.secondary' }}>
            {t(isOpen ? 'journeys.hideMetadata' : 'journeys.showMetadata')}
          </Button>
        )}
      </Box>
      {isOpen && (
        <Box component="pre" tabIndex={0} sx={{ m: 0, p: 2, borderRadius: '8px', bgcolor: 'background.default', fontSize: 12, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {JSON.stringify(metadata, null, 2)}
        </Box>
      )}
    </Box>
  );
};
