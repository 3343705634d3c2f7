import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** The texts of the date pickers, from our own files: theirs lack languages that ours have. */
export const usePickerTexts = () => {
  const { t } = useTranslation();
  return useMemo(() => ({
    previousMonth: t('picker.previousMonth'),
    nextMonth: t('picker.nextMonth'),
    calendarViewSwitchingButtonAriaLabel: () => t('picker.switchView'),
    cancelButtonLabel: t('picker.cancel'),
    okButtonLabel: t('picker.apply'),
    datePickerToolbarTitle: t('picker.chooseDate'),
    openDatePickerDialogue: (date: string | null) => date === null ? t('picker.chooseDate') : t('picker.chosenDate', { date }),
    dateTableLabel: t('picker.chooseDate'),
    fieldYearPlaceholder: () => t('picker.yearPlaceholder'),
    fieldMonthPlaceholder: () => t('picker.monthPlaceholder'),
    fieldDayPlaceholder: () => t('picker.dayPlaceholder'),
    year: t('picker.year'),
    month: t('picker.month'),
    day: t('picker.day'),
    empty: t('picker.empty'),
  }), [t]);
};
