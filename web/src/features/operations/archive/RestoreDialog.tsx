import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/shop';
import type { ArchiveDay } from '../../../types/api';
import { totalsOf, type DayRange } from './archiveDays';

interface RestoreDialogProps {
  chosen: DayRange;
  days: readonly ArchiveDay[];
  onClose: () => void;
  onConfirm: () => void;
}

/** Asks before days are brought back: it takes room in the raw store, and their files leave the archive. */
export const RestoreDialog = ({ chosen, days, onClose, onConfirm }: RestoreDialogProps) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const id = useId();
  const { events, bytes } = totalsOf(days);
  return (
    <Dialog open onClose={onClose} aria-labelledby={id}>
      <DialogTitle id={id} sx={{ fontSize: 16 }}>{t('restore.title', { days: format.days(chosen.from, chosen.to) })}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <Typography>{t('restore.what', { count: events, events: format.count(events), size: format.bytes(bytes) })}</Typography>
        <Typography>{t('restore.then')}</Typography>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('restore.cancel')}</Button>
        <Button variant="contained" onClick={onConfirm}>{t('archiveActions.restore')}</Button>
      </DialogActions>
    </Dialog>
  );
};
