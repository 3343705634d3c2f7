import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../../components/Choice';
import type { BatchFilter } from '../operationsApi';
import { PeriodFilter } from '../PeriodFilter';
import { TextFilter } from '../TextFilter';
import { kinds, sources, states, type StateFilter } from './useBatchAddress';

interface BatchFiltersProps {
  filter: BatchFilter;
  state: StateFilter;
  onChange: (changes: Record<string, string | undefined>) => void;
}

/** What the list is narrowed to. The reason is chosen among the groups. */
export const BatchFilters = ({ filter, state, onChange }: BatchFiltersProps) => {
  const { t } = useTranslation('operations');
  const changeText = useCallback((text: string) => onChange({ text }), [onChange]);
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
      <PeriodFilter label={t('batches.period')} from={filter.from} to={filter.to} onChange={onChange} />
      <TextFilter label={t('batches.text')} value={filter.text} onChange={changeText} />
      {filter.reason !== '' && <Button variant="outlined" onClick={() => onChange({ reason: undefined })}>{filter.reason} ×</Button>}
    </Box>
  );
};
