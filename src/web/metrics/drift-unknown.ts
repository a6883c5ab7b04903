import { Gauge } from 'prom-client';
import { type Metric, TARGET_LABELS, labelsOf } from './metric.ts';

export const DRIFT_UNKNOWN: Metric = (registers) => {
  const gauge = new Gauge({
    name: 'plumbline_drift_unknown',
    help: '1 where it cannot be told whether live differs',
    labelNames: TARGET_LABELS,
    registers,
  });
  return (told) => {
    if (told.type === 'drift-unknown') gauge.set(labelsOf(told.target), 1);
    if (told.type === 'drift-measured') gauge.set(labelsOf(told.target), 0);
    if (told.type === 'target-forgotten') gauge.remove(labelsOf(told.target));
  };
};
