export interface DeviceUsers {
  device: string;
  users: number;
}

const mostNamed = 5;

/** At most five devices by name, the others as one; users without a device are named too. */
export const deviceShares = (
  rows: readonly { device?: string | null; uniqueUsersCount: number }[], names: { absent: string; other: string }): DeviceUsers[] => {
  const sorted = rows
    .map((row) => ({ device: row.device ?? names.absent, users: row.uniqueUsersCount }))
    .sort((a, b) => b.users - a.users);
  if (sorted.length <= mostNamed) {
    return sorted;
  }
  const rest = sorted.slice(mostNamed - 1).reduce((sum, row) => sum + row.users, 0);
  return [...sorted.slice(0, mostNamed - 1), { device: names.other, users: rest }];
};
