import { describe, expect, it } from 'vitest';
import { funnelSteps } from './funnelSteps';

describe('funnelSteps', () => {
  it('keeps the order of the steps whatever their sizes', () => {
    const steps = funnelSteps([
      { eventType: 'PAGE_VIEW', uniqueUsersCount: 200 },
      { eventType: 'SCROLL_DEPTH', uniqueUsersCount: 150 },
      { eventType: 'SEARCH', uniqueUsersCount: 100 },
      { eventType: 'ADD_TO_CART', uniqueUsersCount: 50 },
      { eventType: 'ORDER_PLACED', uniqueUsersCount: 10 },
    ]);
    expect(steps.map((step) => step.eventType)).toEqual(['SEARCH', 'PAGE_VIEW', 'ADD_TO_CART', 'ORDER_PLACED']);
    expect(steps.map((step) => step.ofFirst)).toEqual([1, 2, 0.5, 0.1]);
    expect(steps.map((step) => step.ofPrevious)).toEqual([undefined, 2, 0.25, 0.2]);
    expect(steps.map((step) => step.lost)).toEqual([undefined, -100, 150, 40]);
  });

  it('shows a step that nobody reached, and divides by nothing', () => {
    const steps = funnelSteps([{ eventType: 'PAGE_VIEW', uniqueUsersCount: 3 }]);
    expect(steps[0]).toMatchObject({ users: 0, ofFirst: undefined });
    expect(steps[1]).toMatchObject({ users: 3, ofPrevious: undefined });
    expect(steps[3]).toMatchObject({ users: 0, lost: 0, ofPrevious: undefined });
  });
});
