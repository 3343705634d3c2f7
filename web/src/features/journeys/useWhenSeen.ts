import { useCallback, useEffect, useRef } from 'react';

/** Calls when the element with the returned ref comes into view. */
export const useWhenSeen = (act: () => void) => {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  return useCallback((element: Element | null) => {
    if (!element) {
      return;
    }
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        latest.current();
      }
    }, { rootMargin: '200px' });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
};
