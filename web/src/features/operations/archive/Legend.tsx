import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/shop';
import { archiveStates, signs, type ArchiveState } from './archiveDays';
import { stateStyles } from './stateStyles';

const mark = { width: 24, height: 24, flexShrink: 0, display: 'grid', placeItems: 'center', borderRadius: '6px', fontSize: 12, lineHeight: 1 };

/** What the calendar's colours and signs mean, and on how many days each is. A chosen day says the same at more length on a phone. */
export const Legend = ({ counts }: { counts: Record<ArchiveState, number> }) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  return (
    <Box
      component="ul" aria-label={t('archive.legend')}
      sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', columnGap: 3, rowGap: 2, gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', sm: 'repeat(3, minmax(0, 1fr))', md: 'repeat(5, minmax(0, 1fr))' }, ...stateStyles }}
    >
      {archiveStates.map((state) => (
        <Box component="li" key={state} data-legend={state} sx={{ display: 'flex', gap: 2 }}>
          <Box data-state={state} aria-hidden sx={mark}>{signs[state]}</Box>
          <Box>
            <Typography>{t(`archiveStates.${state}`)} <Box component="span" sx={{ fontWeight: 600 }}>{format.count(counts[state])}</Box></Typography>
            <Typography variant="caption" component="div" color="textSecondary" sx={{ display: { xs: 'none', sm: 'block' } }}>{t(`archiveWhy.${state}`)}</Typography>
          </Box>
        </Box>
      ))}
    </Box>
  );
};
