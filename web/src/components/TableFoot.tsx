import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/shop';
import { IconAction } from './IconAction';
import { ChevronLeftIcon, ChevronRightIcon } from './icons';

interface TableFootProps {
  title: string;
  page: number;
  size: number;
  /** Rows under the filter. */
  count: number;
  /** Rows that the server sent. */
  sent: number;
  /** Rows that the server has. */
  total: number;
  onPage: (page: number) => void;
}

export const TableFoot = ({ title, page, size, count, sent, total, onPage }: TableFootProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const last = Math.max(0, Math.ceil(count / size) - 1);
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 33, color: 'text.secondary', gap: 1 }}>
      <Typography variant="caption" sx={{ mr: 'auto' }} aria-live="polite">
        {count > 0 && t('table.shown', {
          from: format.count(page * size + 1), to: format.count(Math.min((page + 1) * size, count)), total: format.count(count),
        })}
        {total > sent && ` · ${t('table.cut', { sent: format.count(sent), total: format.count(total) })}`}
      </Typography>
      {last > 0 && (
        <>
          <IconAction disabled={page === 0} onClick={() => onPage(page - 1)} title={t('table.previous', { title })} label={t('table.previous', { title })}>
            <ChevronLeftIcon fontSize="small" />
          </IconAction>
          <IconAction disabled={page === last} onClick={() => onPage(page + 1)} title={t('table.next', { title })} label={t('table.next', { title })}>
            <ChevronRightIcon fontSize="small" />
          </IconAction>
        </>
      )}
    </Box>
  );
};
