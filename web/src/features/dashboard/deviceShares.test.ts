import { describe, expect, it } from 'vitest';
import { deviceShares } from './deviceShares';

const names = { absent: 'Not given', other: 'Other' };

describe('deviceShares', () => {
  it('names an absent device', () => {
    expect(deviceShares([{ device: null, uniqueUsersCount: 2 }, { device: 'mobile', uniqueUsersCount: 5 }], names))
      .toEqual([{ device: 'mobile', users: 5 }, { device: 'Not given', users: 2 }]);
  });

  it('shows five at most, the others as one', () => {
    const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((device, index) => ({ device, uniqueUsersCount: 10 - index }));
    expect(deviceShares(rows.slice(0, 5), names)).toHaveLength(5);
    expect(deviceShares(rows, names)).toEqual([
      { device: 'a', users: 10 }, { device: 'b', users: 9 }, { device: 'c', users: 8 }, { device: 'd', users: 7 }, { device: 'Other', users: 11 },
    ]);
  });
});
