import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../components/errorText';
import { Panel } from '../../components/Panel';
import { UserPicker } from '../../components/UserPicker';
import { checkDraft, emptyDraft, type EventDraft, type Faults } from './eventDraft';
import { eventTypes, groupOf } from './eventTypes';
import { Outcome } from './Outcome';
import { SessionPicker } from './SessionPicker';
import { useAddEvent } from './useAddEvent';

/** A form for one event: to try the pipeline, or to add what a client failed to send. */
export const AddEventPage = () => {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<EventDraft>(emptyDraft);
  const [faults, setFaults] = useState<Faults>({});
  const { sending, accepted, visibleAt, visibleError } = useAddEvent();
  const set = (name: keyof EventDraft) => (value: string) => {
    setDraft((current) => ({ ...current, [name]: value }));
    setFaults((current) => ({ ...current, [name]: undefined }));
  };
  const faultOf = (name: keyof EventDraft) => {
    const fault = faults[name];
    return fault && t(`addEvent.faults.${fault}`);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const checked = checkDraft(draft, Date.now());
    setFaults(checked.faults);
    if (checked.event && !sending.isPending) {
      sending.mutate(checked.event);
    }
  };

  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)', maxWidth: 960, mx: 'auto' }}>
      <Typography variant="h1">{t('addEvent.title')}</Typography>
      <Panel title={t('addEvent.event')}>
        <Box component="form" noValidate onSubmit={submit} sx={{ display: 'grid', gap: 4, gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(2, minmax(0, 1fr))' }, pt: 2 }}>
          <UserPicker userId={draft.userId} onChoose={set('userId')} allowNew error={faultOf('userId')} />
          <SessionPicker userId={draft.userId} sessionId={draft.sessionId} onChoose={set('sessionId')} error={faultOf('sessionId')} />
          <Autocomplete
            freeSolo options={eventTypes} groupBy={(type) => t(`addEvent.groups.${groupOf(type)}`)} inputValue={draft.eventType} forcePopupIcon={false} disableClearable
            onInputChange={(_, value) => set('eventType')(value)}
            renderInput={(props) => <TextField {...props} label={t('addEvent.eventType')} error={faults.eventType !== undefined} helperText={faultOf('eventType') ?? t('addEvent.eventTypeHint')} />}
          />
          <TextField label={t('addEvent.page')} value={draft.page} onChange={(event) => set('page')(event.target.value)} error={faults.page !== undefined} helperText={faultOf('page') ?? t('addEvent.pageHint')} />
          <TextField
            label={t('addEvent.timestamp')} type="datetime-local" value={draft.timestamp} onChange={(event) => set('timestamp')(event.target.value)}
            error={faults.timestamp !== undefined} helperText={faultOf('timestamp') ?? t('addEvent.timestampHint')} slotProps={{ inputLabel: { shrink: true } }}
          />
          <TextField
            label={t('addEvent.metadata')} value={draft.metadata} onChange={(event) => set('metadata')(event.target.value)} multiline minRows={4} sx={{ gridColumn: '1 / -1' }}
            error={faults.metadata !== undefined} helperText={faultOf('metadata') ?? t('addEvent.metadataHint')}
            slotProps={{ htmlInput: { spellCheck: false, sx: { fontFamily: 'ui-monospace, Menlo, Consolas, monospace', fontSize: 13 } } }}
          />
          <Box sx={{ gridColumn: '1 / -1', display: 'flex', gap: 3, alignItems: 'center', flexWrap: 'wrap' }}>
            <Button type="submit" size="medium" variant="contained" loading={sending.isPending}>{t('addEvent.send')}</Button>
            {sending.error && (
              <Typography role="alert" color="error" sx={{ flex: 1, minWidth: 200 }}>{errorText(sending.error, t)} {t('addEvent.kept')}</Typography>
            )}
          </Box>
        </Box>
      </Panel>
      {accepted && <Outcome key={accepted.eventId} {...accepted} visibleAt={visibleAt} error={visibleError} />}
    </Box>
  );
};
