import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import Tooltip from '@mui/material/Tooltip';
import { useTranslation } from 'react-i18next';
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
      <TextField
        type="search" value={filter} placeholder={t('table.filter')} onChange={(event) => onFilter(event.target.value)}
        sx={{ width: 132 }}
        slotProps={{
          htmlInput: { 'aria-label': t('table.filterOf', { title }), sx: { py: 1, fontSize: 13 } },
          input: { startAdornment: <InputAdornment position="start"><SearchIcon sx={{ fontSize: 16 }} /></InputAdornment>, sx: { pl: 2 } },
        }}
      />
      <Tooltip title={t('table.export', { count })}>
        <IconButton size="small" onClick={onExport} aria-label={t('table.exportOf', { title })}><DownloadIcon fontSize="small" /></IconButton>
      </Tooltip>
    </>
  );
};
