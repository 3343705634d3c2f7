import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../../components/Choice';
import { castTypes, emptyRule, readRule, ruleOps, type RuleDraft } from './rules';

/** The changes that are made to each payload, in their order. */
export const RuleEditor = ({ drafts, onChange }: { drafts: RuleDraft[]; onChange: (drafts: RuleDraft[]) => void }) => {
  const { t } = useTranslation('operations');
  const change = (index: number, changes: Partial<RuleDraft>) =>
    onChange(drafts.map((draft, at) => at === index ? { ...draft, ...changes } : draft));
  return (
    <Box sx={{ display: 'grid', gap: 3, justifyItems: 'start' }}>
      {drafts.map((draft, index) => {
        const read = readRule(draft);
        return (
          <Box key={index} sx={{ display: 'flex', gap: 3, flexWrap: 'wrap', alignItems: 'flex-start', width: '100%' }}>
            <Choice
              label={t('rules.what')} value={draft.op} onChoose={(op) => change(index, { op })} hasBorder
              options={ruleOps.map((value) => ({ value, name: t(`rules.${value}`) }))}
            />
            <TextField
              label={t('rules.path')} value={draft.path} onChange={(event) => change(index, { path: event.target.value })}
              helperText={t('rules.pathHint')} error={draft.path !== '' && read === 'path'} sx={{ flex: '1 1 200px', maxWidth: 320 }}
            />
            {draft.op === 'set' && (
              <TextField
                label={t('rules.value')} value={draft.value} onChange={(event) => change(index, { value: event.target.value })}
                helperText={t('rules.valueHint')} error={draft.value !== '' && read === 'value'} sx={{ flex: '1 1 200px', maxWidth: 320 }}
              />
            )}
            {draft.op === 'rename' && (
              <TextField label={t('rules.name')} value={draft.name} onChange={(event) => change(index, { name: event.target.value })} sx={{ flex: '1 1 200px', maxWidth: 320 }} />
            )}
            {draft.op === 'cast' && (
              <Choice
                label={t('rules.type')} value={draft.type} onChoose={(type) => change(index, { type })} hasBorder
                options={castTypes.map((value) => ({ value, name: t(`rules.${value}`) }))}
              />
            )}
            {drafts.length > 1 && <Button color="inherit" onClick={() => onChange(drafts.filter((_, at) => at !== index))}>{t('rules.drop')}</Button>}
          </Box>
        );
      })}
      <Button variant="outlined" onClick={() => onChange([...drafts, emptyRule])}>{t('rules.add')}</Button>
    </Box>
  );
};
