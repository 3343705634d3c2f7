import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartPanel } from '../../components/ChartPanel';
import { Loaded } from '../../components/Loaded';
import { Panel } from '../../components/Panel';
import { Empty } from '../../components/States';
import { useFormat } from '../../lib/shop';
import type { BehaviorReport } from '../../types/api';
import { Change } from './Change';
import { funnelSteps, type FunnelStep } from './funnelSteps';
import type { ReportResult } from './useReport';

const height = 236;

/** The steps in their fixed order; between two of them stands how many were lost. */
export const FunnelPanel = ({ result }: { result: ReportResult<BehaviorReport> }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { query, before, days, isOpen } = result;
  if (!query.data) {
    return <Panel title={t('behaviour.funnel')} minHeight={height + 74}><Loaded query={query} height={height}>{() => null}</Loaded></Panel>;
  }
  const steps = funnelSteps(query.data.funnel);
  const share = (ratio: number | undefined) => ratio === undefined ? '' : format.share(ratio);
  const usersOf = (eventType: string) => (report: BehaviorReport) => funnelSteps(report.funnel).find((step) => step.eventType === eventType)?.users ?? 0;
  return (
    <ChartPanel
      title={t('behaviour.funnel')} note={t('behaviour.funnelNote')} height={height} hasImage={false}
      fileName={`funnel-${days?.from ?? ''}-${days?.to ?? ''}`}
      table={{
        header: [t('behaviour.step'), t('behaviour.users'), t('behaviour.ofFirst'), t('behaviour.ofPrevious'), t('behaviour.dropOff')],
        rows: steps.map((step) => ({
          written: [t(`funnel.${step.eventType}`), format.count(step.users), share(step.ofFirst), share(step.ofPrevious), step.lost === undefined ? '' : format.count(step.lost)],
          values: [t(`funnel.${step.eventType}`), step.users, step.ofFirst, step.ofPrevious, step.lost],
        })),
      }}
    >
      <Loaded query={query} height={height} hideStale>
        {() => steps.every((step) => step.users === 0) ? <Empty height={height}>{t('behaviour.noUsers')}</Empty> : (
          <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {steps.map((step) => (
              <Fragment key={step.eventType}>
                {step.lost !== undefined && <Drop step={step} />}
                <Step step={step} largest={Math.max(...steps.map(({ users }) => users))}>
                  <Change value={step.users} before={before} read={usersOf(step.eventType)} write={format.count} isOpen={isOpen} />
                </Step>
              </Fragment>
            ))}
          </Box>
        )}
      </Loaded>
    </ChartPanel>
  );
};

const Step = ({ step, largest, children }: { step: FunnelStep; largest: number; children: ReactNode }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { vars } = useTheme();
  return (
    <Box component="li" sx={{ display: 'grid', alignItems: 'center', columnGap: 4, gridTemplateColumns: { xs: '88px minmax(0, 1fr)', md: '88px minmax(0, 1fr) 150px' } }}>
      <Typography>{t(`funnel.${step.eventType}`)}</Typography>
      <Box sx={{ position: 'relative', height: 36, borderRadius: '6px', bgcolor: 'background.default' }}>
        <Box
          style={{ width: `${((step.users / Math.max(1, largest)) * 100).toFixed(2)}%` }}
          sx={{ height: '100%', borderRadius: '6px', background: vars?.palette.track, borderLeft: `3px solid ${vars?.palette.primary.main ?? ''}` }}
        />
        <Typography sx={{ position: 'absolute', left: 14, top: 8, whiteSpace: 'nowrap' }}>
          <b data-tile={`funnel-${step.eventType}`}>{format.count(step.users)}</b>
          {step.ofFirst !== undefined && <Box component="span" sx={{ color: 'text.secondary', ml: 2 }}>{format.share(step.ofFirst)}</Box>}
        </Typography>
      </Box>
      <Typography variant="caption" color="textSecondary" sx={{ gridColumn: { xs: 2, md: 3 } }}>{children}</Typography>
    </Box>
  );
};

const Drop = ({ step }: { step: FunnelStep }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const lost = step.lost ?? 0;
  return (
    <Box component="li" sx={{ display: 'grid', columnGap: 4, gridTemplateColumns: { xs: '88px minmax(0, 1fr)', md: '88px minmax(0, 1fr) 150px' }, my: 1 }}>
      <Typography variant="caption" color="textSecondary" sx={{ gridColumn: 2, pl: 3 }}>
        {step.ofPrevious !== undefined && t('behaviour.goOn', { share: format.share(step.ofPrevious) })}
        {' · '}
        {lost >= 0 ? t('behaviour.lost', { count: lost, users: format.count(lost) }) : t('behaviour.joined', { count: -lost, users: format.count(-lost) })}
      </Typography>
    </Box>
  );
};
