import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArchiveDay } from '../../../types/api';
import { PartEntry } from './PartEntry';

const partsAtOnce = 20;

/** The files of some days, latest day first. */
export const PartList = ({ days }: { days: readonly ArchiveDay[] }) => {
  const { t } = useTranslation('operations');
  const [count, setCount] = useState(partsAtOnce);
  const parts = days.flatMap(({ day, parts: own }) => own.map((part) => ({ day, part, isOnly: own.length === 1 })));
  return (
    <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Box component="ul" aria-label={t('archive.files')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {parts.slice(0, count).map(({ day, part, isOnly }) => <PartEntry key={part.key} day={day} part={part} isOnly={isOnly} />)}
      </Box>
      {parts.length > count && <Button variant="outlined" onClick={() => setCount(count + partsAtOnce)} sx={{ justifySelf: 'center' }}>{t('lists.more')}</Button>}
    </Box>
  );
};
