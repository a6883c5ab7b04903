import { Gauge } from 'prom-client';
import { type Metric, TARGET_LABELS, labelsOf } from './metric.ts';

export const NOT_DEPLOYED: Metric = (registers) => {
  const gauge = new Gauge({
    name: 'plumbline_not_deployed',
    help: '1 where a target of the configuration in force was never deployed',
    labelNames: TARGET_LABELS,
    registers,
  });
  return (told) => {
    if (told.type === 'target-looked-at') gauge.set(labelsOf(told.target), told.deployed ? 0 : 1);
    if (told.type === 'target-forgotten') gauge.remove(labelsOf(told.target));
  };
};
