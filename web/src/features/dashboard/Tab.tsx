import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StaleNotice } from '../../components/States';
import { useFormat } from '../../lib/shop';
import type { Report } from '../../types/api';
import type { ReportResult } from './useReport';

/** The frame of a tab: which days it shows, how complete they are, then its content. */
export const Tab = <T extends Report>({ result, children }: { result: ReportResult<T>; children: ReactNode }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { query, days, beforeDays, isOpen } = result;
  const freshness = query.data?.freshness;
  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Typography variant="caption" color="textSecondary" component="div" sx={{ minHeight: 17, display: 'flex', gap: 3, flexWrap: 'wrap', columnGap: 3, rowGap: 0 }}>
        {days && <span>{format.days(days.from, days.to)}{isOpen && ` · ${t('dashboard.todaySoFar')}`}</span>}
        {beforeDays && <span>{t(isOpen ? 'dashboard.comparedWithWhole' : 'dashboard.comparedWith', { days: format.days(beforeDays.from, beforeDays.to) })}</span>}
        {freshness?.completeThrough != null && (
          <span data-testid="freshness" title={format.dateTime(freshness.completeThrough)}>● {t('dashboard.completeThrough', { time: format.time(freshness.completeThrough) })}</span>
        )}
        {freshness?.revisedAt != null && (
          <Box component="span" sx={{ color: 'warning.main' }} title={t('dashboard.revisedWhy')}>
            {t('dashboard.revised', { time: format.dateTime(freshness.revisedAt) })}
          </Box>
        )}
      </Typography>
      {query.data && query.error && <StaleNotice error={query.error} since={query.dataUpdatedAt} onRetry={() => void query.refetch()} />}
      {query.data?.notes != null && query.data.notes.length > 0 && (
        <Typography variant="caption" color="warning">{t('dashboard.notExact')}</Typography>
      )}
      {children}
    </Box>
  );
};

/** Panels side by side where there is room for two. */
export const Columns = ({ children, first = '1fr' }: { children: ReactNode; first?: string }) => (
  <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: `minmax(0, ${first}) minmax(0, 1fr)` } }}>{children}</Box>
);
