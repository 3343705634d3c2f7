import { useTranslation } from 'react-i18next';
import { Choice } from '../../components/Choice';
import { DayPickers } from '../../components/DayPickers';
import { useToday } from '../../lib/shop';
import { addDays } from '../../lib/zonedDays';

interface PeriodFilterProps {
  label: string;
  /** Days; both empty for any time. */
  from: string;
  to: string;
  onChange: (days: { from: string | undefined; to: string | undefined }) => void;
}

/** Any time, or the days from one to another. */
export const PeriodFilter = ({ label, from, to, onChange }: PeriodFilterProps) => {
  const { t } = useTranslation('operations');
  const today = useToday();
  const isPeriod = from !== '' && to !== '';
  return (
    <>
      <Choice
        label={label} value={isPeriod ? 'days' : 'all'} hasBorder
        onChoose={(value) => onChange(value === 'days' ? { from: addDays(today, -6), to: today } : { from: undefined, to: undefined })}
        options={[{ value: 'all', name: t('lists.anyTime') }, { value: 'days', name: t('lists.someDays') }]}
      />
      {isPeriod && <DayPickers from={from} to={to} today={today} onChange={(first, last) => onChange({ from: first, to: last })} />}
    </>
  );
};
