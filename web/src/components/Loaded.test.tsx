// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Api } from '../lib/api';
import { ApiError } from '../lib/apiError';
import { ShopProvider } from '../lib/shop';
import english from '../locales/en.json';
import { Loaded, type Loadable } from './Loaded';

beforeAll(() => i18next.use(initReactI18next).init({ lng: 'en', resources: { en: { translation: english } } }));
afterEach(cleanup);

const show = (query: Partial<Loadable<string>>) => {
  const refetch = vi.fn();
  render(
    <I18nextProvider i18n={i18next}>
      <ShopProvider api={{} as Api} config={{ shop: 'S', timeZone: 'UTC', currency: 'EUR', demo: false, version: '', limits: { eventsPerBatch: 1_000, batchBytes: 1_000_000, eventBytes: 1_000 } }}>
        <Loaded query={{ data: undefined, error: null, dataUpdatedAt: Date.parse('2025-03-30T14:05:00Z'), refetch, ...query }} height={100}>
          {(data) => <p>{data}</p>}
        </Loaded>
      </ShopProvider>
    </I18nextProvider>);
  return refetch;
};

describe('Loaded', () => {
  it('shows that it is loading', () => {
    show({});
    expect(screen.getByRole('status', { name: 'Loading' })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says what went wrong and tries again when asked', () => {
    const refetch = show({ error: new ApiError('unavailable') });
    expect(screen.getByRole('alert').textContent).toContain('The server is not ready');
    screen.getByRole('button', { name: 'Try again' }).click();
    expect(refetch).toHaveBeenCalledOnce();
  });

  it('keeps old numbers and says from when they are', () => {
    show({ data: '42', error: new ApiError('unreachable') });
    expect(screen.getByText('42')).toBeTruthy();
    expect(screen.getByRole('alert').textContent).toContain('These numbers are from 14:05.');
  });

  it('shows what is there, and nothing else', () => {
    show({ data: '42' });
    expect(screen.getByText('42')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.queryByRole('status')).toBeNull();
  });
});
