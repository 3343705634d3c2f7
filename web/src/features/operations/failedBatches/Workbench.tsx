import Box from '@mui/material/Box';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../../components/Choice';
import { Panel } from '../../../components/Panel';
import { useFormat } from '../../../lib/shop';
import type { Selection } from '../operationsApi';
import { StartedRun } from '../runs/StartedRun';
import { DiscardForm } from './DiscardForm';
import { RetryForm } from './RetryForm';

const actions = ['retry', 'mend', 'discard'] as const;

interface WorkbenchProps {
  selection: Selection;
  /** How many open entries that is. */
  count: number;
  /** Whether they were chosen one by one, and not by the filter. */
  isChosen: boolean;
}

/** What is done with the entries that are chosen or, if none is, with all open ones under the filter. */
export const Workbench = ({ selection, count, isChosen }: WorkbenchProps) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  const [action, setAction] = useState<(typeof actions)[number]>('retry');
  const [runId, setRunId] = useState<string>();
  if (count === 0 && runId === undefined) {
    return null;
  }
  return (
    <Panel
      title={t('work.title')} note={count > 0 && t(isChosen ? 'work.chosen' : 'work.filtered', { count, entries: format.count(count) })}
      actions={count > 0 && (
        <Choice
          label={t('work.title')} value={action} onChoose={setAction} hasBorder
          options={actions.map((value) => ({ value, name: t(`work.${value}`) }))}
        />
      )}
    >
      <Box sx={{ display: 'grid', gap: 3 }}>
        {count > 0 && (action === 'discard'
          ? <DiscardForm selection={selection} count={count} />
          : <RetryForm key={action} selection={selection} count={count} hasRules={action === 'mend'} onStart={setRunId} />)}
        {runId !== undefined && <StartedRun key={runId} id={runId} />}
      </Box>
    </Panel>
  );
};
