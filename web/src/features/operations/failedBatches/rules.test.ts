import { describe, expect, it } from 'vitest';
import { emptyRule, readRule } from './rules';

describe('readRule', () => {
  it.each([
    [{ ...emptyRule, path: '/metadata/currency', value: '"EUR"' }, { op: 'set', path: '/metadata/currency', value: 'EUR' }],
    [{ ...emptyRule, path: '/metadata/amount', value: '42' }, { op: 'set', path: '/metadata/amount', value: 42 }],
    [{ ...emptyRule, op: 'rename' as const, path: '/usr', name: 'userId' }, { op: 'rename', path: '/usr', to: 'userId' }],
    [{ ...emptyRule, op: 'remove' as const, path: '/x' }, { op: 'remove', path: '/x' }],
    [{ ...emptyRule, op: 'cast' as const, path: '/x', type: 'number' as const }, { op: 'cast', path: '/x', to: 'number' }],
  ])('reads %o', (draft, rule) => expect(readRule(draft)).toEqual(rule));

  it.each([
    [{ ...emptyRule, path: 'usr', value: '1' }, 'path'],
    [{ ...emptyRule, path: '/x', value: 'EUR' }, 'value'],
    [{ ...emptyRule, path: '/x', value: 'null' }, 'value'],
    [{ ...emptyRule, op: 'rename' as const, path: '/x' }, 'name'],
  ])('says what %o lacks', (draft, fault) => expect(readRule(draft)).toBe(fault));
});
