import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChevronDownIcon } from './icons';
import type { Column } from './tableRows';

interface DataRowProps<Row> {
  row: Row;
  visible: readonly Column<Row>[];
  /** Columns that open beneath the row, where there is no room for them. */
  hidden: readonly Column<Row>[];
  /** Length of the bar behind the first cell, 0 to 1. */
  share: number;
}

export const DataRow = <Row,>({ row, visible, hidden, share }: DataRowProps<Row>) => {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <TableRow>
        {visible.map((column, index) => {
          const text = column.write(row);
          return (
            <TableCell key={column.id} align={column.isNumber ? 'right' : 'left'} component={index === 0 ? 'th' : 'td'} scope={index === 0 ? 'row' : undefined} sx={{ position: 'relative' }}>
              {index === 0 && share > 0 && (
                <Box
                  aria-hidden style={{ width: `${(share * 100).toFixed(2)}%` }}
                  sx={{ position: 'absolute', left: 0, top: 2, bottom: 2, borderRadius: '4px', background: (theme) => theme.vars?.palette.track, maxWidth: '100%' }}
                />
              )}
              <Box component="span" title={text} sx={{ position: 'relative', display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
                {text}
              </Box>
            </TableCell>
          );
        })}
        {hidden.length > 0 && (
          <TableCell padding="none">
            <IconButton size="small" aria-expanded={isOpen} aria-label={t('table.details')} onClick={() => setOpen(!isOpen)}>
              <ChevronDownIcon fontSize="small" sx={{ transform: isOpen ? 'rotate(180deg)' : 'none' }} />
            </IconButton>
          </TableCell>
        )}
      </TableRow>
      {isOpen && hidden.length > 0 && (
        <TableRow>
          <TableCell colSpan={visible.length + 1} sx={{ color: 'text.secondary', pt: 0, overflowWrap: 'anywhere' }}>
            {visible[0]?.write(row)}
            {hidden.map((column) => <div key={column.id}>{column.title}: {column.write(row)}</div>)}
          </TableCell>
        </TableRow>
      )}
    </>
  );
};
