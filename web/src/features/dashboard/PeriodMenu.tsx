import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChevronDownIcon } from '../../components/icons';
import { periods, type Choice } from '../../lib/periods';
import { useFormat } from '../../lib/shop';

// The date pickers are large and seldom wanted.
const CustomRange = lazy(() => import('./CustomRange').then(({ CustomRange: component }) => ({ default: component })));

interface PeriodMenuProps {
  choice: Choice;
  onChoose: (choice: Choice) => void;
}

export const PeriodMenu = ({ choice, onChoose }: PeriodMenuProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [isCustom, setCustom] = useState(false);
  const pick = (next: Choice) => {
    setAnchor(null);
    setCustom(false);
    onChoose(next);
  };
  const name = 'period' in choice ? t(`periods.${choice.period}`) : format.days(choice.from, choice.to);

  return (
    <>
      <Button
        variant="outlined" color="inherit" endIcon={<ChevronDownIcon />} aria-haspopup="menu" aria-controls={anchor ? id : undefined}
        aria-expanded={anchor !== null} aria-label={t('dashboard.period', { period: name })} onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ borderColor: 'divider', bgcolor: 'background.paper' }}
      >
        {name}
      </Button>
      <Menu id={id} anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {periods.map((period) => (
          <MenuItem key={period} dense selected={'period' in choice && choice.period === period} onClick={() => pick({ period })}>
            {t(`periods.${period}`)}
          </MenuItem>
        ))}
        <Divider />
        <MenuItem dense selected={!('period' in choice)} onClick={() => { setAnchor(null); setCustom(true); }}>{t('periods.custom')}</MenuItem>
      </Menu>
      {isCustom && (
        <Suspense fallback={null}>
          <CustomRange choice={choice} onChoose={pick} onClose={() => setCustom(false)} />
        </Suspense>
      )}
    </>
  );
};
