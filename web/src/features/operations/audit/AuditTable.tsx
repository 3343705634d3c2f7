import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { useFormat } from '../../../lib/shop';
import type { AuditEntry } from '../../../types/api';
import { HeadRow } from '../HeadRow';
import { readResult } from './result';
import { useActionName } from './useActionName';

interface AuditTableProps {
  entries: readonly AuditEntry[];
  /** Narrows the list to a person or an action. */
  onNarrow: (changes: { who?: string; what?: string }) => void;
}

const wide = { display: { xs: 'none', md: 'table-cell' } };
const inText = { textAlign: 'left', overflowWrap: 'anywhere', verticalAlign: 'baseline' };
const narrow = { display: { md: 'none' }, color: 'text.secondary', fontSize: 12 };

/** The entries. On a phone, when and where stand beneath who and what. */
export const AuditTable = ({ entries, onNarrow }: AuditTableProps) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const nameOf = useActionName();
  return (
    <Table size="small" aria-label={t('pages.audit')} sx={{ '& td': { overflowWrap: 'anywhere', verticalAlign: 'top' } }}>
      <TableHead>
        <HeadRow>
          <TableCell sx={wide}>{t('audit.when')}</TableCell>
          <TableCell>{t('audit.who')}</TableCell>
          <TableCell>{t('audit.what')}</TableCell>
          <TableCell sx={wide}>{t('audit.target')}</TableCell>
          <TableCell sx={wide}>{t('audit.from')}</TableCell>
          <TableCell>{t('audit.result')}</TableCell>
        </HeadRow>
      </TableHead>
      <TableBody>
        {entries.map((entry) => {
          const { status, outcome, runId } = readResult(entry.result);
          return (
            <TableRow key={entry.id}>
              <TableCell sx={{ ...wide, whiteSpace: 'nowrap' }}>{format.dateTime(entry.at)}</TableCell>
              <TableCell>
                <Link component="button" onClick={() => onNarrow({ who: entry.who })} sx={inText}>{entry.who}</Link>
                <Box sx={narrow}>{format.dateTime(entry.at)}</Box>
              </TableCell>
              <TableCell>
                <Link component="button" onClick={() => onNarrow({ what: entry.what })} sx={inText}>
                  {nameOf(entry.what)}
                </Link>
                <Box sx={narrow}>{entry.target}</Box>
                <Box sx={narrow}>{entry.from}</Box>
              </TableCell>
              <TableCell sx={wide}>{entry.target}</TableCell>
              <TableCell sx={wide}>{entry.from}</TableCell>
              <TableCell sx={{ color: outcome === 'done' ? undefined : 'error.main' }}>
                {t(`audit.${outcome}`, { status })}
                {runId !== undefined && <Box><Link component={RouterLink} to={`/operations/runs/${runId}`}>{t('runs.toRun')}</Link></Box>}
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
};
