import { Gauge } from 'prom-client';
import { type Metric, TARGET_LABELS, labelsOf } from './metric.ts';

export const DRIFTED_OBJECTS: Metric = (registers) => {
  const gauge = new Gauge({
    name: 'plumbline_drifted_objects',
    help: 'Objects that differ from the commit that was synced last',
    labelNames: TARGET_LABELS,
    registers,
  });
  return (told) => {
    // Where drift cannot be told, the last count stays.
    if (told.type === 'drift-measured') gauge.set(labelsOf(told.target), told.objects);
    if (told.type === 'target-forgotten') gauge.remove(labelsOf(told.target));
  };
};
