import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/Panel';
import { Spark } from '../../../components/Spark';
import { useFormat } from '../../../lib/shop';
import type { OpsStatus } from '../../../types/api';
import { ledgerDifference, ledgerParts } from './status';

/** What became of everything that clients were told is accepted: a sum that closes, or says by how much it does not. */
export const LedgerPanel = ({ ledger, gaps }: { ledger: OpsStatus['ledger']; gaps: readonly number[] }) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const difference = ledgerDifference(ledger);
  return (
    <Panel title={t('ledger.title')} note={t('ledger.note')}>
      <Table size="small" aria-label={t('ledger.title')} sx={{ maxWidth: 720 }}>
        <TableBody>
          {ledgerParts.map((part, index) => {
            const isMissing = part === 'gap' && ledger.gap > 0;
            return (
              <TableRow key={part}>
                <TableCell component="th" scope="row">{t(`ledger.${part}`)}</TableCell>
                <TableCell align="right" sx={{ color: isMissing ? 'error.main' : undefined, fontWeight: isMissing ? 600 : 400, whiteSpace: 'nowrap' }} data-tile={`ledger-${part}`}>
                  {index > 0 && '+ '}{format.count(ledger[part])}
                </TableCell>
                <TableCell sx={{ color: 'text.secondary', display: { xs: 'none', sm: 'table-cell' } }}>{t(`ledger.${part}Why`)}</TableCell>
              </TableRow>
            );
          })}
          <TableRow sx={{ '& > *': { borderTop: '1px solid', borderColor: 'divider', fontWeight: 600 } }}>
            <TableCell component="th" scope="row">{t('ledger.accepted')}</TableCell>
            <TableCell align="right" sx={{ whiteSpace: 'nowrap' }} data-tile="ledger-accepted">= {format.count(ledger.accepted)}</TableCell>
            <TableCell sx={{ display: { xs: 'none', sm: 'table-cell' } }} />
          </TableRow>
        </TableBody>
      </Table>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 3, mt: 2, flexWrap: 'wrap' }}>
        <Typography color={difference === 0 ? 'textSecondary' : 'error'} data-tile="ledger-closes">
          {difference === 0 ? t('ledger.closes') : t('ledger.differs', { difference: format.count(difference) })}
        </Typography>
        {gaps.length > 1 && <><Typography variant="caption" color="textSecondary">{t('ledger.gap')}</Typography><Spark values={gaps} /></>}
      </Box>
    </Panel>
  );
};
