import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/Panel';
import { useFormat } from '../../../lib/shop';
import type { Expiring } from '../../../types/api';
import { useOperationsApi } from '../operationsApi';
import { Refusal } from '../Refusal';

const aYear = '365';

/** What would be deleted if events were kept for some days: asked before the setting is made, which nobody can take back. */
export const Retention = () => {
  const { t } = useTranslation('operations');
  const api = useOperationsApi();
  const [keepDays, setKeepDays] = useState(aYear);
  const asking = useMutation({ mutationFn: () => api.expiring(keepDays) });
  return (
    <Panel title={t('retention.title')} note={t('retention.note')}>
      <Box component="form" noValidate onSubmit={(event) => { event.preventDefault(); asking.mutate(); }} sx={{ display: 'grid', gap: 3 }}>
        <Box sx={{ display: 'flex', gap: 3, flexWrap: 'wrap', alignItems: 'center' }}>
          <TextField label={t('retention.keepDays')} value={keepDays} type="number" onChange={(event) => setKeepDays(event.target.value)} sx={{ width: 210 }} />
          <Button type="submit" variant="outlined" disabled={keepDays === ''} loading={asking.isPending}>{t('retention.ask')}</Button>
        </Box>
        <Box role="status">{asking.data && <Answer expiring={asking.data} />}</Box>
        <Refusal error={asking.error} />
      </Box>
    </Panel>
  );
};

const Answer = ({ expiring: { keepDays, configured, from, to, days, events, files, bytes } }: { expiring: Expiring }) => {
  const { t } = useTranslation('operations');
  const format = useFormat();
  return (
    <>
      <Typography>
        {from == null || to == null ? t('retention.nothing', { count: keepDays, number: format.count(keepDays) })
          : t('retention.what', {
            count: days, days: format.count(days), range: format.days(from, to), events: format.count(events), files: format.count(files), size: format.bytes(bytes),
          })}
      </Typography>
      <Typography color="textSecondary">
        {configured === 0 ? t('retention.forEver') : t('retention.configured', { count: configured, number: format.count(configured) })}
      </Typography>
    </>
  );
};
