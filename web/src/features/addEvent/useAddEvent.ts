import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { uuid } from '../../lib/uuid';
import type { NewEvent } from '../../lib/api';
import { interval, pollEvery } from '../../lib/queries';
import { queryKeys } from '../../lib/queryKeys';
import { useShop, useToday } from '../../lib/shop';

/** Identity of an event that is being sent: a second try after a lost answer must be the same event. */
const identify = (event: NewEvent): NewEvent & { eventId: string; timestamp: string } =>
  ({ ...event, eventId: uuid(), timestamp: event.timestamp ?? new Date().toISOString() });

/** Sends an event, then watches until the numbers are complete through the time at which it was accepted. */
export const useAddEvent = () => {
  const { api } = useShop();
  const today = useToday();
  const client = useQueryClient();
  const attempt = useRef<{ of: string; event: NewEvent }>(undefined);
  const sending = useMutation({
    mutationFn: async (event: NewEvent) => {
      const of = JSON.stringify(event);
      if (attempt.current?.of !== of) {
        attempt.current = { of, event: identify(event) };
      }
      const { eventId } = await api.addEvent(attempt.current.event);
      attempt.current = undefined;
      return { eventId, userId: event.userId, acceptedAt: Date.now() };
    },
  });
  const accepted = sending.data;
  const visible = useQuery({
    queryKey: [...queryKeys.installation, 'visible', accepted?.eventId],
    queryFn: async ({ signal }) => {
      const { freshness } = await api.traffic({ from: today, to: today }, signal, 1);
      const isVisible = freshness.completeThrough != null && Date.parse(freshness.completeThrough) > (accepted?.acceptedAt ?? Infinity);
      if (isVisible) {
        void client.invalidateQueries({ queryKey: ['report'] });
      }
      return isVisible ? Date.now() : null;
    },
    enabled: accepted !== undefined,
    refetchInterval: (query) => interval(query.state.data == null && pollEvery.waiting)(query),
  });
  return { sending, accepted, visibleAt: visible.data ?? undefined, visibleError: visible.error };
};
