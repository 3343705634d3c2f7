import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryKeys } from '../lib/queryKeys';
import { useShop } from '../lib/shop';
import { useDelayed } from '../lib/useDelayed';
import type { UserSummary } from '../types/api';
import { errorText } from './errorText';

interface UserPickerProps {
  /** The chosen user's id; empty for none. */
  userId: string;
  onChoose: (userId: string) => void;
  /** Whether an id that nobody has yet may be given. */
  allowNew?: boolean;
  autoFocus?: boolean;
  error?: string | undefined;
}

const fewestCharacters = 2;

export const nameOf = (user: UserSummary): string => [user.fname, user.lname].filter(Boolean).join(' ');

/** Finds users by a part of their id or name. */
export const UserPicker = ({ userId, onChoose, allowNew = false, autoFocus = false, error }: UserPickerProps) => {
  const { t } = useTranslation();
  const { api } = useShop();
  const [text, setText] = useState(userId);
  const wanted = useDelayed(text.trim(), 200);
  const isLongEnough = wanted.length >= fewestCharacters;
  const users = useQuery({
    queryKey: queryKeys.users(wanted),
    queryFn: ({ signal }) => api.searchUsers(wanted, signal),
    enabled: isLongEnough && wanted !== userId,
    staleTime: 30_000,
  });
  const found = users.data?.data ?? [];
  const noOptions = !isLongEnough ? t('users.typeMore') : users.error ? errorText(users.error, t) : t('users.none');

  const help = () => {
    if (text !== userId && isLongEnough && found.length === 0 && users.data && !allowNew) {
      return t('users.none');
    }
    return t(users.data?.notes?.length ? 'users.more' : allowNew ? 'users.hintNew' : 'users.hint');
  };

  return (
    <Autocomplete<UserSummary, false, true, true>
      freeSolo={true} disableClearable={true} forcePopupIcon={false}
      options={found} filterOptions={(options) => options}
      getOptionLabel={(option) => typeof option === 'string' ? option : option.userId}
      getOptionKey={(option) => typeof option === 'string' ? option : option.userId}
      inputValue={text} loading={users.isFetching} loadingText={t('states.loading')} noOptionsText={noOptions}
      onInputChange={(_, value, reason) => {
        setText(value);
        if (allowNew && reason === 'input') {
          onChoose(value.trim());
        }
      }}
      onChange={(_, option) => onChoose(typeof option === 'string' ? option.trim() : option.userId)}
      renderOption={({ key, ...props }, option) => (
        <li {...props} key={key}>
          <span>{option.userId}{nameOf(option) !== '' && ` · ${nameOf(option)}`}</span>
        </li>
      )}
      renderInput={(props) => (
        <TextField
          {...props} label={t('users.user')} autoFocus={autoFocus} error={error !== undefined}
          helperText={error ?? help()}
        />
      )}
    />
  );
};
