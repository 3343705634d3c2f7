import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

type Changes = Record<string, string | undefined>;

/** The part of the address behind the question mark, where pages keep what a link must show to someone else. */
export const useAddress = (): [URLSearchParams, (changes: Changes) => void] => {
  const [parameters, setParameters] = useSearchParams();
  const change = useCallback((changes: Changes) => setParameters((current) => {
    const next = new URLSearchParams(current);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined || value === '') {
        next.delete(name);
      } else {
        next.set(name, value);
      }
    }
    return next;
  }, { replace: true }), [setParameters]);
  return [parameters, change];
};
