import Checkbox from '@mui/material/Checkbox';
import Link from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { useFormat } from '../../../lib/shop';
import type { FailedBatch } from '../../../types/api';
import { HeadRow } from '../HeadRow';

interface BatchTableProps {
  batches: readonly FailedBatch[];
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}

/** The entries; those that are open can be chosen. */
export const BatchTable = ({ batches, chosen, onChoose }: BatchTableProps) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const open = batches.filter(({ state }) => state === 'open').map(({ id }) => id);
  const isAll = open.length > 0 && open.every((id) => chosen.has(id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) {
      next.add(id);
    }
    onChoose(next);
  };
  return (
    <Table size="small" aria-label={t('batches.list')}>
      <TableHead>
        <HeadRow>
          <TableCell padding="checkbox">
            <Checkbox
              size="small" checked={isAll} indeterminate={!isAll && open.some((id) => chosen.has(id))} disabled={open.length === 0}
              slotProps={{ input: { 'aria-label': t('batches.chooseAll') } }} onChange={() => onChoose(new Set(isAll ? [] : open))}
            />
          </TableCell>
          <TableCell>{t('batches.reason')}</TableCell>
          <TableCell sx={{ display: { xs: 'none', md: 'table-cell' } }}>{t('batches.kind')}</TableCell>
          <TableCell sx={{ display: { xs: 'none', md: 'table-cell' } }}>{t('batches.source')}</TableCell>
          <TableCell sx={{ display: { xs: 'none', sm: 'table-cell' } }}>{t('batches.state')}</TableCell>
          <TableCell sx={{ display: { xs: 'none', sm: 'table-cell' } }}>{t('batches.firstSeen')}</TableCell>
          <TableCell align="right">{t('batches.attempts')}</TableCell>
        </HeadRow>
      </TableHead>
      <TableBody>
        {batches.map((batch) => (
          <TableRow key={batch.id} data-batch={batch.id}>
            <TableCell padding="checkbox">
              <Checkbox
                size="small" checked={chosen.has(batch.id) && batch.state === 'open'} disabled={batch.state !== 'open'}
                slotProps={{ input: { 'aria-label': t('batches.choose', { id: batch.id }) } }} onChange={() => toggle(batch.id)}
              />
            </TableCell>
            <TableCell sx={{ overflowWrap: 'anywhere' }}>
              <Link component={RouterLink} to={`/operations/failed-batches/${encodeURIComponent(batch.id)}`}>{batch.detail}</Link>
            </TableCell>
            <TableCell sx={{ display: { xs: 'none', md: 'table-cell' } }}>{t(`kinds.${batch.kind}`)}</TableCell>
            <TableCell sx={{ display: { xs: 'none', md: 'table-cell' } }}>{t(`sources.${batch.source}`)}</TableCell>
            <TableCell sx={{ display: { xs: 'none', sm: 'table-cell' } }}>{t(`states.${batch.state}`)}</TableCell>
            <TableCell sx={{ display: { xs: 'none', sm: 'table-cell' }, whiteSpace: 'nowrap' }}>{format.dateTime(batch.firstSeenAt)}</TableCell>
            <TableCell align="right">{format.count(batch.attempts)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
};
