import Box from '@mui/material/Box';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../../components/Loaded';
import { Panel } from '../../../components/Panel';
import { Empty } from '../../../components/States';
import { dayOf } from '../../../lib/zonedDays';
import { totalsOf, type DayRange } from './archiveDays';
import { ArchiveRun } from './ArchiveRun';
import { ArchiveTiles } from './ArchiveTiles';
import { Calendar } from './Calendar';
import { ChosenDays } from './ChosenDays';
import { DamagedDays } from './DamagedDays';
import { Legend } from './Legend';
import { NothingArchived } from './NothingArchived';
import { Retention } from './Retention';
import { useArchive } from './useArchive';
import { useArchiveAddress } from './useArchiveAddress';

const pageHeight = 560;

/** Where the events of every day lie, and what operators do with days. */
export const ArchivePage = () => {
  const { t } = useTranslation('operations');
  const query = useArchive();
  const { chosen, runId, choose, follow } = useArchiveAddress();
  const details = useRef<HTMLDivElement>(null);
  const show = (days: DayRange) => {
    choose(days);
    // On a phone, the chosen days are above the calendar.
    const box = details.current?.getBoundingClientRect();
    if (box && box.bottom < 0) {
      details.current?.scrollIntoView();
    }
  };
  return (
    <Loaded query={query} height={pageHeight}>
      {(days) => {
        const earliest = days.at(-1)?.day;
        if (earliest === undefined) {
          return <Panel title={t('pages.archive')}><Empty height={240}><NothingArchived earliest={undefined} /></Empty></Panel>;
        }
        const latest = [dayOf(query.dataUpdatedAt, 'UTC'), ...days.map(({ day }) => day)].reduce((one, other) => one > other ? one : other);
        const { inArchive, byState } = totalsOf(days);
        return (
          <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
            <ArchiveTiles days={days} />
            <Box sx={{ display: 'grid', gap: 4, alignItems: 'start', gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) 420px' } }}>
              <Box sx={{ minWidth: 0, order: { xs: 2, lg: 0 } }}>
                <Panel title={t('archive.calendar')} note={t('archive.calendarNote')}>
                  <Box sx={{ display: 'grid', gap: 5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
                    {inArchive === 0 && <NothingArchived earliest={earliest} />}
                    <DamagedDays days={days} onChoose={show} />
                    <Legend counts={byState} />
                    <Calendar days={days} latest={latest} chosen={chosen} onChoose={show} />
                  </Box>
                </Panel>
              </Box>
              <Box
                ref={details}
                sx={{ minWidth: 0, position: { lg: 'sticky' }, top: 16, maxHeight: { lg: 'calc(100vh - 32px)' }, overflowY: { lg: 'auto' }, scrollMargin: '16px' }}
              >
                <ChosenDays days={days} latest={latest} chosen={chosen} onChoose={choose} onStart={follow}>
                  {runId !== undefined && <ArchiveRun key={runId} id={runId} />}
                </ChosenDays>
              </Box>
            </Box>
            <Retention />
          </Box>
        );
      }}
    </Loaded>
  );
};
