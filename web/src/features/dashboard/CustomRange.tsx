import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayPickers } from '../../components/DayPickers';
import type { Choice, DayRange } from '../../lib/periods';
import { useToday } from '../../lib/shop';
import { addDays } from '../../lib/zonedDays';

interface CustomRangeProps {
  choice: Choice;
  onChoose: (days: DayRange) => void;
  onClose: () => void;
}

export const CustomRange = ({ choice, onChoose, onClose }: CustomRangeProps) => {
  const { t } = useTranslation();
  const today = useToday();
  const id = useId();
  const [days, setDays] = useState<DayRange>('period' in choice ? { from: addDays(today, -13), to: today } : choice);
  return (
    <Dialog open onClose={onClose} aria-labelledby={id}>
      <DialogTitle id={id} sx={{ fontSize: 16 }}>{t('periods.custom')}</DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: { xs: 'column', sm: 'row' }, gap: 3, overflow: 'visible' }}>
        <DayPickers {...days} today={today} onChange={(from, to) => setDays({ from, to })} />
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>{t('picker.cancel')}</Button>
        <Button variant="contained" onClick={() => onChoose(days)}>{t('picker.apply')}</Button>
      </DialogActions>
    </Dialog>
  );
};
