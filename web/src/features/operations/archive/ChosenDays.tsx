import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DayPickers } from '../../../components/DayPickers';
import { Panel } from '../../../components/Panel';
import { useFormat } from '../../../lib/shop';
import type { Day } from '../../../lib/zonedDays';
import type { ArchiveDay } from '../../../types/api';
import { Facts } from '../Facts';
import { archiveStates, totalsOf, within, type DayRange } from './archiveDays';
import { DayActions } from './DayActions';
import { PartList } from './PartList';

interface ChosenDaysProps {
  days: readonly ArchiveDay[];
  latest: Day;
  chosen: DayRange | undefined;
  onChoose: (days: DayRange | undefined) => void;
  onStart: (runId: string) => void;
  /** What was started last: beside what starts it, before a list that may be long. */
  children: ReactNode;
}

/** The chosen days: where their events lie, what can be done with them, and their files. */
export const ChosenDays = ({ days, latest, chosen, onChoose, onStart, children }: ChosenDaysProps) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const own = chosen ? within(days, chosen) : [];
  const { inArchive, events, bytes, byState, ...totals } = totalsOf(own);
  const [only, ...others] = own;
  const restoredAt = others.length === 0 ? only?.restoredAt : undefined;
  const where = archiveStates.filter((state) => byState[state] > 0)
    .map((state) => own.length === 1 ? `${t(`archiveStates.${state}`)}: ${t(`archiveWhy.${state}`)}` : `${t(`archiveStates.${state}`)} ${format.count(byState[state])}`).join(' · ');
  return (
    <Panel
      title={chosen ? format.days(chosen.from, chosen.to) : t('archive.chosen')}
      actions={chosen && <Button onClick={() => onChoose(undefined)}>{t('archive.chooseNone')}</Button>}
    >
      <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(2, minmax(0, 1fr))' } }}>
          <DayPickers from={chosen?.from ?? ''} to={chosen?.to ?? ''} today={latest} onChange={(from, to) => onChoose({ from, to })} />
        </Box>
        {!chosen ? <Typography color="textSecondary">{t('archive.chooseHint')}</Typography> : (
          <>
            {own.length === 0 ? <Typography color="textSecondary">{t('archive.nothingThere')}</Typography> : (
              <Facts facts={[
                [t('archive.days'), chosen.from === chosen.to ? undefined : format.count(totals.days)],
                [t('archive.where'), where],
                [t('archive.inArchive'), inArchive > 0 ? t('archive.eventsAndSize', { count: events, events: format.count(events), size: format.bytes(bytes) }) : t('archive.nothing')],
                [t('archive.restoredAt'), restoredAt == null ? undefined : format.dateTime(restoredAt)],
              ]} />
            )}
            <DayActions key={`${chosen.from} ${chosen.to}`} chosen={chosen} days={own} onStart={onStart} />
          </>
        )}
        {children}
        {inArchive > 0 && <PartList key={`${chosen?.from ?? ''} ${chosen?.to ?? ''}`} days={own} />}
      </Box>
    </Panel>
  );
};
