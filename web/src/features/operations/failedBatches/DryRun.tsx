import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/shop';
import type { RetryReceipt } from '../../../types/api';
import { CodeBlock } from '../CodeBlock';

const mostShown = 3;

/** What a retry would do: counts by reason, and some payloads before and after. */
export const DryRun = ({ receipt }: { receipt: RetryReceipt }) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  return (
    <Box data-testid="dry-run" sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Box component="ul" sx={{ m: 0, pl: 4 }}>
        {receipt.forecast?.map(({ reason, forecast, count }) => (
          <Typography component="li" key={`${reason} ${forecast}`} color={forecast === 'fail' ? 'error' : 'textPrimary'}>
            {reason}: {t(`forecasts.${forecast}`, { count, entries: format.count(count) })}
          </Typography>
        ))}
      </Box>
      {receipt.sample?.slice(0, mostShown).map((entry) => (
        <Box key={entry.id} sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: entry.before === entry.after ? 'minmax(0, 1fr)' : 'repeat(2, minmax(0, 1fr))' } }}>
          <Box>
            <Typography variant="caption" color="textSecondary">{t(entry.before === entry.after ? 'work.unchanged' : 'work.before')}</Typography>
            <CodeBlock label={t('work.before')}>{entry.before}</CodeBlock>
          </Box>
          {entry.before !== entry.after && (
            <Box>
              <Typography variant="caption" color="textSecondary">{t('work.after')}</Typography>
              <CodeBlock label={t('work.after')}>{entry.after}</CodeBlock>
            </Box>
          )}
          {entry.fault != null && <Typography color="error" sx={{ gridColumn: '1 / -1', overflowWrap: 'anywhere' }}>{entry.fault}</Typography>}
        </Box>
      ))}
    </Box>
  );
};
