import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/shop';
import type { ArchiveDay } from '../../../types/api';
import type { DayRange } from './archiveDays';

interface DamagedDaysProps {
  days: readonly ArchiveDay[];
  onChoose: (days: DayRange) => void;
}

const mostShown = 12;

/** The ways to the days that need a person: they may lie in a month that is not shown. */
export const DamagedDays = ({ days, onChoose }: DamagedDaysProps) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const damaged = days.filter(({ state }) => state === 'damaged');
  return damaged.length > 0 && (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, rowGap: 1 }}>
      <Box component="span" sx={{ color: 'error.main', fontWeight: 600 }}>{t('archiveStates.damaged')}</Box>
      {damaged.slice(0, mostShown).map(({ day }) => (
        <Link key={day} component="button" onClick={() => onChoose({ from: day, to: day })}>{format.days(day, day)}</Link>
      ))}
      {damaged.length > mostShown && <span>{t('archive.moreDamaged', { number: format.count(damaged.length - mostShown) })}</span>}
    </Box>
  );
};
