import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { errorText } from '../../components/errorText';
import { Panel } from '../../components/Panel';
import { useFormat } from '../../lib/shop';

interface OutcomeProps {
  eventId: string;
  acceptedAt: number;
  visibleAt: number | undefined;
  userId: string;
  error: Error | null;
}

/** What became of the event: accepted with this id, then visible in the numbers. */
export const Outcome = ({ eventId, acceptedAt, visibleAt, userId, error }: OutcomeProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t('addEvent.outcome')}>
      <Typography role="status" component="div" sx={{ overflowWrap: 'anywhere', display: 'grid', gap: 2 }}>
        <div>{t('addEvent.accepted', { time: format.exactTime(acceptedAt) })} <code data-testid="event-id">{eventId}</code></div>
        <div data-testid="visibility">
          {visibleAt !== undefined ? t('addEvent.visible', { after: format.duration((visibleAt - acceptedAt) / 1_000) })
            : error ? errorText(error, t) : t('addEvent.waiting')}
        </div>
        <Link component={RouterLink} to={`/journeys?${new URLSearchParams({ user: userId }).toString()}`}>{t('addEvent.toJourney')}</Link>
      </Typography>
    </Panel>
  );
};
