import { useTranslation } from 'react-i18next';

/** The actions of the API. The log also has those of the job dashboard, which are shown as they are. */
export const knownActions = [
  'SignIn', 'SignOut', 'RetryFailedBatches', 'EditFailedBatches', 'EditFailedBatch', 'DiscardFailedBatches', 'RebuildRollups', 'Rebuild', 'RetryRuns', 'CancelRun',
  'AcknowledgeAlarm', 'ArchiveDays', 'RestoreDays', 'VerifyArchive', 'CompactDays',
] as const;

/** Names an action in the reader's language. */
export const useActionName = (): (action: string) => string => {
  const { t } = useTranslation('operations');
  return (action) => {
    const known = knownActions.find((name) => name === action);
    return known ? t(`actions.${known}`) : action;
  };
};
