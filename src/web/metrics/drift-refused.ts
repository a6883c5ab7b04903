import { Gauge } from 'prom-client';
import { type Metric, TARGET_LABELS, labelsOf } from './metric.ts';

export const DRIFT_REFUSED: Metric = (registers) => {
  const gauge = new Gauge({
    name: 'plumbline_drift_refused',
    help: '1 where GitHub refuses the pull request that would revert drift',
    labelNames: TARGET_LABELS,
    registers,
  });
  return (told) => {
    if (told.type === 'revert-answered') gauge.set(labelsOf(told.target), told.refused ? 1 : 0);
    if (told.type === 'target-forgotten') gauge.remove(labelsOf(told.target));
  };
};
