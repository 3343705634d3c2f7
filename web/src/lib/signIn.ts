import { ApiError } from './apiError';

export const signInPage = '/sign-in';

/** The sign-in page of a server, which leads back to where the reader is. */
export const signInAddress = (server = '') => `${server}${signInPage}?returnUrl=${encodeURIComponent(location.pathname + location.search)}`;

export const needsSignIn = (error: unknown): error is ApiError => error instanceof ApiError && error.kind === 'unauthorized';
