import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Collapse from '@mui/material/Collapse';
import IconButton from '@mui/material/IconButton';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { BagIcon, ChevronDownIcon, LinkIcon } from '../../components/icons';
import { useFormat } from '../../lib/shop';
import type { SessionJourney } from '../../types/api';
import { Timeline } from './Timeline';
import { metadataText } from './timeline';

interface SessionCardProps {
  session: SessionJourney;
  /** An address that opens at this session. */
  link: string;
  /** Whether the address is that one. */
  isTarget: boolean;
  startsOpen: boolean;
}

/** When, how long, on what, and what was bought; open, what was done. */
export const SessionCard = ({ session, link, isTarget, startsOpen }: SessionCardProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const card = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(startsOpen);
  useEffect(() => {
    if (isTarget) {
      setOpen(true);
      card.current?.scrollIntoView({ block: 'start' });
    }
  }, [isTarget]);
  const first = session.events[0];
  const device = [metadataText(first, 'device'), metadataText(first, 'browser')].filter((text) => text !== undefined).join(', ');
  const facts = [
    session.endedAt === null ? t('journeys.goingOn') : format.duration(session.totalTimeSpent),
    device === '' ? t('journeys.noDevice') : device,
    t('journeys.eventCount', { count: session.totalEvents, events: format.count(session.totalEvents) }),
    t('journeys.pageCount', { count: session.totalDistinctPages, pages: format.count(session.totalDistinctPages) }),
  ];

  return (
    <Paper ref={card} data-session={session.sessionId} sx={{ borderColor: isTarget ? 'primary.main' : 'divider' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', pr: 2 }}>
        <ButtonBase
          aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}
          sx={{ flex: 1, minWidth: 0, display: 'grid', gridTemplateColumns: { xs: 'auto minmax(0, 1fr)', md: 'auto 230px minmax(0, 1fr) auto' }, columnGap: 3, alignItems: 'center', textAlign: 'left', p: 4, borderRadius: 'inherit' }}
        >
          <ChevronDownIcon fontSize="small" sx={{ transform: isOpen ? 'none' : 'rotate(-90deg)' }} />
          <Typography sx={{ fontWeight: 600 }}>{format.dateTime(session.startedAt)}</Typography>
          <Typography color="textSecondary" sx={{ gridColumn: { xs: 2, md: 3 } }}>{facts.join(' · ')}</Typography>
          {session.hasOrderPlaced && (
            <Typography sx={{ display: 'flex', alignItems: 'center', gap: 1, fontWeight: 600, gridColumn: { xs: 2, md: 4 } }}>
              <BagIcon fontSize="small" />{format.money(session.totalPurchaseAmount)}
            </Typography>
          )}
        </ButtonBase>
        <IconButton title={t('journeys.link')} component={RouterLink} to={link} replace size="small" aria-label={t('journeys.link')}><LinkIcon fontSize="small" /></IconButton>
      </Box>
      <Collapse in={isOpen} id={id} unmountOnExit>
        <Box sx={{ px: 4, pb: 4 }}>
          <Typography variant="caption" color="textSecondary" component="div" sx={{ mb: 2, overflowWrap: 'anywhere' }}>{t('journeys.session', { id: session.sessionId })}</Typography>
          <Timeline events={session.events} />
        </Box>
      </Collapse>
    </Paper>
  );
};
