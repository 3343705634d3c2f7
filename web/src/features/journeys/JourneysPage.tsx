import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { DayPickers } from '../../components/DayPickers';
import { Loaded } from '../../components/Loaded';
import { Panel } from '../../components/Panel';
import { Empty } from '../../components/States';
import { Tile, Tiles } from '../../components/Tile';
import { UserPicker } from '../../components/UserPicker';
import { useFormat } from '../../lib/shop';
import { SessionCard } from './SessionCard';
import { useJourneyAddress } from './useJourneyAddress';
import { useJourneys } from './useJourneys';
import { useWhenSeen } from './useWhenSeen';

/** What one user did, session by session, latest first. */
export const JourneysPage = () => {
  const { t } = useTranslation();
  const format = useFormat();
  const address = useJourneyAddress();
  const { query, sessions, totals } = useJourneys(address.user, address.from, address.to, address.session);
  const more = useWhenSeen(() => { if (query.hasNextPage && !query.isFetching && !query.isError) { void query.fetchNextPage(); } });

  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Typography variant="h1">{t('journeys.title')}</Typography>
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: '1fr', md: 'minmax(0, 1fr) auto' }, alignItems: 'start' }}>
        <UserPicker key={address.user} userId={address.user} onChoose={address.chooseUser} autoFocus={address.user === ''} />
        <Box sx={{ display: 'flex', gap: 3, flexDirection: { xs: 'column', sm: 'row' } }}>
          <DayPickers from={address.from} to={address.to} today={address.today} onChange={address.chooseRange} />
        </Box>
      </Box>
      {address.user === '' ? <Panel title={t('journeys.noUser')}><Empty height={240}>{t('journeys.noUserWhy')}</Empty></Panel> : (
        <Loaded query={{ ...query, data: totals }} height={400}>
          {(sum) => (
            <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
              <Tiles>
                <Tile id="events" label={t('journeys.events')} value={format.count(sum.totalEvents)} change={t('journeys.inSessions', { count: sum.totalSessions, sessions: format.count(sum.totalSessions) })} />
                <Tile id="quantity" label={t('journeys.quantity')} value={format.count(sum.totalPurchaseQuantity)} />
                <Tile id="purchased" label={t('journeys.purchased')} value={format.money(sum.totalPurchaseAmount)} />
                <Tile id="conversion" label={t('journeys.conversion')} value={format.share(sum.conversionRate / 100)} change={t('journeys.withOrder', { count: sum.orderPlacedSessions, sessions: format.count(sum.orderPlacedSessions) })} />
              </Tiles>
              {sum.notes != null && sum.notes.length > 0 && <Typography variant="caption" color="warning">{t('journeys.notAll')}</Typography>}
              {sessions.length === 0 && <Panel title={t('journeys.sessions')}><Empty>{t('journeys.nothing', { user: address.user })}</Empty></Panel>}
              {sessions.map((session, index) => (
                <SessionCard
                  key={session.sessionId} session={session} link={address.linkTo(session.sessionId)}
                  isTarget={session.sessionId === address.session}
                  startsOpen={address.session === undefined ? index === 0 : session.sessionId === address.session}
                />
              ))}
              {query.hasNextPage && (
                <Box ref={more} sx={{ display: 'grid', placeItems: 'center' }}>
                  <Button variant="outlined" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {t('journeys.more', { shown: format.count(sessions.length), total: format.count(sum.totalSessions) })}
                  </Button>
                </Box>
              )}
            </Box>
          )}
        </Loaded>
      )}
    </Box>
  );
};
