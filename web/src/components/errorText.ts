import type { TFunction } from 'i18next';
import { ApiError } from '../lib/apiError';

/** What happened and what to do, in the reader's words. */
export const errorText = (error: unknown, t: TFunction): string => {
  if (!(error instanceof ApiError)) {
    return t('errors.unexpected');
  }
  const { serverMessage, requestId } = error.details;
  const request = requestId === undefined ? '' : ` ${t('errors.requestId', { id: requestId })}`;
  switch (error.kind) {
    case 'refused':
    case 'tooLarge': return t('errors.refused', { reason: serverMessage ?? '' });
    case 'unauthorized': return t(error.details.server ? 'errors.signInThere' : 'errors.unauthorized');
    case 'server':
    case 'malformed': return t(`errors.${error.kind}`) + request;
    default: return t(`errors.${error.kind}`);
  }
};
