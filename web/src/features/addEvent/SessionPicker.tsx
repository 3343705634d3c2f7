import Autocomplete from '@mui/material/Autocomplete';
import Button from '@mui/material/Button';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryKeys } from '../../lib/queryKeys';
import { useFormat, useShop } from '../../lib/shop';
import { useDelayed } from '../../lib/useDelayed';
import { uuid } from '../../lib/uuid';

interface SessionPickerProps {
  userId: string;
  sessionId: string;
  onChoose: (sessionId: string) => void;
  error: string | undefined;
}

/** The user's sessions, latest first; a new one may be typed or made. */
export const SessionPicker = ({ userId, sessionId, onChoose, error }: SessionPickerProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { api } = useShop();
  const user = useDelayed(userId, 300);
  const query = useDelayed(sessionId, 300);
  const sessions = useQuery({
    queryKey: queryKeys.sessions(user, query),
    queryFn: ({ signal }) => api.sessions(user, query, signal),
    enabled: user !== '',
    staleTime: 30_000,
    // A user that nobody knows yet has no sessions; that is no failure of this form.
    retry: false,
  });
  const startedAt = new Map((sessions.data?.data ?? []).map((session) => [session.sessionId, session.startedAt]));
  const total = sessions.data?.total ?? 0;
  const help = total > startedAt.size
    ? t('addEvent.someSessions', { count: total, shown: format.count(startedAt.size), total: format.count(total) })
    : t('addEvent.sessionHint');
  return (
    <Autocomplete
      freeSolo disableClearable forcePopupIcon={false} options={[...startedAt.keys()]} inputValue={sessionId} loading={sessions.isFetching} loadingText={t('states.loading')}
      onInputChange={(_, value) => onChoose(value)}
      renderOption={({ key, ...props }, option) => <li {...props} key={key}>{option} · {format.dateTime(startedAt.get(option) ?? 0)}</li>}
      renderInput={(props) => (
        <TextField
          {...props} label={t('addEvent.session')} error={error !== undefined} helperText={error ?? help}
          slotProps={{
            ...props.slotProps,
            input: {
              ...props.slotProps.input,
              endAdornment: (
                <InputAdornment position="end">
                  <Button sx={{ py: 0 }} onClick={() => onChoose(uuid())}>{t('addEvent.newSession')}</Button>
                </InputAdornment>
              ),
            },
          }}
        />
      )}
    />
  );
};
