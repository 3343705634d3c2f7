import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/shop';
import { changeOf } from './numbers';
import type { Before } from './useReport';

interface ChangeProps<T> {
  value: number;
  before: Before<T>;
  /** The earlier value in the earlier report. */
  read: (report: T) => number;
  /** How a value is written. */
  write: (value: number) => string;
  isOpen: boolean;
}

/** "+4.1 % · before 10,231": in grey, because up is not good and down is not bad by itself. */
export const Change = <T,>({ value, before, read, write, isOpen }: ChangeProps<T>) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (before.state === 'off') {
    return isOpen ? t('dashboard.soFar') : null;
  }
  if (before.data === undefined) {
    return before.state === 'failed' ? t('dashboard.noComparison') : '…';
  }
  const earlier = read(before.data);
  const change = changeOf(value, earlier);
  return (
    <>
      {change !== undefined && <b>{format.change(change)}</b>}
      {change !== undefined && ' · '}
      {t('dashboard.before', { value: write(earlier) })}
    </>
  );
};
