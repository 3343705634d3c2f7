import { AdapterDayjs } from '@mui/x-date-pickers/AdapterDayjs';
import { DatePicker } from '@mui/x-date-pickers/DatePicker';
import { LocalizationProvider } from '@mui/x-date-pickers/LocalizationProvider';
import dayjs, { type Dayjs } from 'dayjs';
import 'dayjs/locale/en-gb';
import 'dayjs/locale/fr';
import 'dayjs/locale/hi';
import 'dayjs/locale/it';
import { useTranslation } from 'react-i18next';
import type { Day } from '../lib/zonedDays';
import { usePickerTexts } from './usePickerTexts';

interface DayPickersProps {
  /** Days; both empty while none is chosen. */
  from: Day;
  to: Day;
  /** The latest day that can be chosen. */
  today: Day;
  onChange: (from: Day, to: Day) => void;
}

const writeDay = (date: Dayjs | null): Day | undefined => date?.isValid() ? date.format('YYYY-MM-DD') : undefined;

/** From and to, as calendar days that belong to no zone. */
export const DayPickers = ({ from, to, today, onChange }: DayPickersProps) => {
  const { t, i18n } = useTranslation();
  const texts = usePickerTexts();
  const picker = (label: string, value: Day, change: (day: Day) => void) => (
    <DatePicker
      label={label} value={value === '' ? null : dayjs(value)} maxDate={dayjs(today)} format="DD/MM/YYYY"
      onChange={(date) => { const day = writeDay(date); if (day !== undefined) { change(day); } }}
      slotProps={{ textField: { size: 'small' } }} sx={{ width: { xs: '100%', sm: 170 } }}
    />
  );
  return (
    <LocalizationProvider dateAdapter={AdapterDayjs} adapterLocale={i18n.language === 'en' ? 'en-gb' : i18n.language} localeText={texts}>
      {picker(t('picker.from'), from, (day) => onChange(day, day > to ? day : to))}
      {picker(t('picker.to'), to, (day) => onChange(from === '' || day < from ? day : from, day))}
    </LocalizationProvider>
  );
};
