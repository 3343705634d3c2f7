import { useMemo } from 'react';
import { useAddress } from '../../../lib/useAddress';
import type { BatchFilter } from '../operationsApi';

export const states = ['open', 'retrying', 'resolved', 'discarded', 'all'] as const;
export type StateFilter = (typeof states)[number];

export const kinds = ['event', 'profile', 'message'] as const;
export const sources = ['drain', 'deadLetterSweep', 'retry'] as const;

const read = (address: URLSearchParams, name: string): string => address.get(name) ?? '';

/** What an address asks for; what it does not know does not narrow the list. */
export const readBatchAddress = (address: URLSearchParams): { filter: BatchFilter; state: StateFilter } => {
  const oneOf = (name: string, values: readonly string[]) => values.includes(read(address, name)) ? read(address, name) : '';
  return {
    filter: {
      reason: read(address, 'reason'), source: oneOf('source', sources), kind: oneOf('kind', kinds),
      from: read(address, 'from'), to: read(address, 'to'), text: read(address, 'text'),
    },
    state: states.find((state) => state === address.get('state')) ?? 'open',
  };
};

/** The filters of the list, in the address, so that a link shows the same to someone else. */
export const useBatchAddress = () => {
  const [address, change] = useAddress();
  return { ...useMemo(() => readBatchAddress(address), [address]), change };
};
