import Box from '@mui/material/Box';
import InputBase from '@mui/material/InputBase';
import { useTranslation } from 'react-i18next';
import { IconAction } from './IconAction';
import { DownloadIcon, SearchIcon } from './icons';

interface TableToolsProps {
  title: string;
  filter: string;
  /** Rows that an export would have. */
  count: number;
  onFilter: (text: string) => void;
  onExport: () => void;
}

export const TableTools = ({ title, filter, count, onFilter, onExport }: TableToolsProps) => {
  const { t } = useTranslation();
  return (
    <>
      <Box sx={{ display: 'flex', alignItems: 'center', width: 132, px: 2, borderRadius: '8px', border: '1px solid', borderColor: 'divider', '&:focus-within': { borderColor: 'primary.main' } }}>
        <SearchIcon sx={{ fontSize: 16, color: 'text.secondary', mr: 1.5 }} />
        <InputBase
          type="search" value={filter} placeholder={t('table.filter')} onChange={(event) => onFilter(event.target.value)}
          inputProps={{ 'aria-label': t('table.filterOf', { title }) }} sx={{ fontSize: 13, flex: 1, minWidth: 0 }}
        />
      </Box>
      <IconAction title={t('table.export', { count })} label={t('table.exportOf', { title })} onClick={onExport}><DownloadIcon fontSize="small" /></IconAction>
    </>
  );
};
