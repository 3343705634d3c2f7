import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../components/Choice';
import { isPeriod, periods, type Choice as RangeChoice } from '../../lib/periods';
import { useFormat } from '../../lib/shop';

// The date pickers are large and seldom wanted.
const CustomRange = lazy(() => import('./CustomRange').then(({ CustomRange: component }) => ({ default: component })));

interface PeriodMenuProps {
  choice: RangeChoice;
  onChoose: (choice: RangeChoice) => void;
}

/** The nine periods, and days of one's own. Days that are chosen already are an entry too, so that they can be seen. */
export const PeriodMenu = ({ choice, onChoose }: PeriodMenuProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const [isCustom, setCustom] = useState(false);
  const chosenDays = 'period' in choice ? [] : [{ value: 'chosen', name: format.days(choice.from, choice.to) }];
  return (
    <>
      <Choice
        hasBorder label={t('dashboard.period')} value={'period' in choice ? choice.period : 'chosen'}
        options={[
          ...periods.map((period) => ({ value: period, name: t(`periods.${period}`) })),
          ...chosenDays,
          { value: 'custom', name: t('periods.custom') },
        ]}
        onChoose={(value) => {
          if (isPeriod(value)) {
            onChoose({ period: value });
          } else {
            setCustom(true);
          }
        }}
      />
      {isCustom && (
        <Suspense fallback={null}>
          <CustomRange choice={choice} onChoose={(days) => { setCustom(false); onChoose(days); }} onClose={() => setCustom(false)} />
        </Suspense>
      )}
    </>
  );
};
