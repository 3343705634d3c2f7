import { useTranslation } from 'react-i18next';
import { ChartPanel } from '../../components/ChartPanel';
import { Loaded } from '../../components/Loaded';
import { Panel } from '../../components/Panel';
import { Shares } from '../../components/Shares';
import { Empty } from '../../components/States';
import { useFormat } from '../../lib/shop';
import type { BehaviorReport } from '../../types/api';
import { deviceShares } from './deviceShares';
import { shareOf } from './numbers';
import type { ReportResult } from './useReport';

const height = 236;

/** Users by device. A user of two devices counts at both, so shares are of the sum. */
export const DevicesPanel = ({ result }: { result: ReportResult<BehaviorReport> }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { query, days } = result;
  if (!query.data) {
    return <Panel title={t('behaviour.devices')}><Loaded query={query} height={height}>{() => null}</Loaded></Panel>;
  }
  const names = { absent: t('behaviour.noDevice'), other: t('behaviour.otherDevices') };
  const all = query.data.devices.map((row) => ({ device: row.device ?? names.absent, users: row.uniqueUsersCount }));
  const sum = all.reduce((users, row) => users + row.users, 0);
  const shares = deviceShares(query.data.devices, names);
  const largest = Math.max(1, ...shares.map((row) => row.users));
  return (
    <ChartPanel
      title={t('behaviour.devices')} note={t('behaviour.devicesNote')} height={height} hasImage={false}
      fileName={`devices-${days?.from ?? ''}-${days?.to ?? ''}`}
      table={{
        header: [t('behaviour.device'), t('behaviour.users')],
        rows: all.map(({ device, users }) => ({ written: [device, format.count(users)], values: [device, users] })),
      }}
    >
      <Loaded query={query} height={height} hideStale>
        {() => shares.length === 0 ? <Empty height={height}>{t('behaviour.noUsers')}</Empty> : (
          <Shares
            shares={shares.map(({ device, users }) => ({
              name: device, value: format.count(users), share: format.share(shareOf(users, sum) ?? 0), length: users / largest,
            }))}
          />
        )}
      </Loaded>
    </ChartPanel>
  );
};
