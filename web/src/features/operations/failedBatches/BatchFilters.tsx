import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../../components/Choice';
import { DayPickers } from '../../../components/DayPickers';
import { useToday } from '../../../lib/shop';
import { useDelayed } from '../../../lib/useDelayed';
import { addDays } from '../../../lib/zonedDays';
import type { BatchFilter } from '../operationsApi';
import { kinds, sources, states, type StateFilter } from './useBatchAddress';

interface BatchFiltersProps {
  filter: BatchFilter;
  state: StateFilter;
  onChange: (changes: Record<string, string | undefined>) => void;
}

const typingPause = 300;

/** What the list is narrowed to. The reason is chosen among the groups. */
export const BatchFilters = ({ filter, state, onChange }: BatchFiltersProps) => {
  const { t } = useTranslation('operations');
  const today = useToday();
  const [text, setText] = useState(filter.text);
  const wanted = useDelayed(text, typingPause);
  useEffect(() => {
    if (wanted.trim() !== filter.text) {
      onChange({ text: wanted.trim() });
    }
  }, [wanted, filter.text, onChange]);
  const isPeriod = filter.from !== '' && filter.to !== '';

  return (
    <Box sx={{ display: 'flex', gap: 3, flexWrap: 'wrap', alignItems: 'center' }}>
      <Choice
        label={t('batches.state')} value={state} onChoose={(value) => onChange({ state: value === 'open' ? undefined : value })} hasBorder
        options={states.map((value) => ({ value, name: t(`states.${value}`) }))}
      />
      <Choice
        label={t('batches.kind')} value={filter.kind} onChoose={(kind) => onChange({ kind })} hasBorder
        options={[{ value: '', name: t('batches.allKinds') }, ...kinds.map((value) => ({ value, name: t(`kinds.${value}`) }))]}
      />
      <Choice
        label={t('batches.source')} value={filter.source} onChoose={(source) => onChange({ source })} hasBorder
        options={[{ value: '', name: t('batches.allSources') }, ...sources.map((value) => ({ value, name: t(`sources.${value}`) }))]}
      />
      <Choice
        label={t('batches.period')} value={isPeriod ? 'days' : 'all'} hasBorder
        onChoose={(value) => onChange(value === 'days' ? { from: addDays(today, -6), to: today } : { from: undefined, to: undefined })}
        options={[{ value: 'all', name: t('batches.anyTime') }, { value: 'days', name: t('batches.someDays') }]}
      />
      {isPeriod && <DayPickers from={filter.from} to={filter.to} today={today} onChange={(from, to) => onChange({ from, to })} />}
      <TextField
        label={t('batches.text')} value={text} onChange={(event) => setText(event.target.value)} type="search"
        sx={{ flex: { xs: '1 0 100%', sm: '0 1 260px' } }}
      />
      {filter.reason !== '' && <Button variant="outlined" onClick={() => onChange({ reason: undefined })}>{filter.reason} ×</Button>}
    </Box>
  );
};
