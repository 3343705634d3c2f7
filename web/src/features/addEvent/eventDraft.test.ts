import { describe, expect, it } from 'vitest';
import { checkDraft, emptyDraft, type EventDraft } from './eventDraft';

const now = Date.parse('2025-03-30T12:00:00Z');
const good: EventDraft = { ...emptyDraft, userId: 'ann', sessionId: 's1' };
const check = (changes: Partial<EventDraft>) => checkDraft({ ...good, ...changes }, now);

describe('checkDraft', () => {
  it('makes an event of what is typed', () => {
    expect(check({ userId: ' ann ', metadata: '{"amount": 4.5}', timestamp: '2025-03-30T11:00:00Z' })).toEqual({
      faults: {},
      event: { userId: 'ann', sessionId: 's1', eventType: 'PAGE_VIEW', page: '/', metadata: { amount: 4.5 }, timestamp: '2025-03-30T11:00:00.000Z' },
    });
    expect(check({}).event).not.toHaveProperty('timestamp');
  });

  it.each([
    [{ userId: ' ' }, { userId: 'required' }],
    [{ sessionId: 'x'.repeat(129) }, { sessionId: 'tooLong' }],
    [{ eventType: 'page view' }, { eventType: 'eventType' }],
    [{ page: '' }, { page: 'required' }],
    [{ metadata: '{' }, { metadata: 'notJson' }],
    [{ metadata: '[1]' }, { metadata: 'notAnObject' }],
    [{ metadata: JSON.stringify({ a: 'x'.repeat(8_200) }) }, { metadata: 'tooLarge' }],
    [{ metadata: '{"a":{"b":{"c":{"d":{"e":{}}}}}}' }, { metadata: 'tooDeep' }],
    [{ timestamp: '2025-04-01T00:00:00Z' }, { timestamp: 'future' }],
    [{ timestamp: 'soon' }, { timestamp: 'noTime' }],
  ] as [Partial<EventDraft>, object][])('refuses %j', (changes, faults) => {
    const checked = check(changes);
    expect(checked.faults).toEqual(faults);
    expect(checked.event).toBeUndefined();
  });

  it('counts characters as the API does', () => {
    expect(check({ userId: '😀'.repeat(128) }).event).toBeDefined();
  });
});
