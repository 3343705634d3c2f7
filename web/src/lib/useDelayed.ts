import { useEffect, useState } from 'react';

/** The value as it was once it had not changed for a while, so that a request does not follow every key. */
export const useDelayed = <T,>(value: T, milliseconds: number): T => {
  const [delayed, setDelayed] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDelayed(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return delayed;
};
