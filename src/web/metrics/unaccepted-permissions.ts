import { Gauge } from 'prom-client';
import type { Metric } from './metric.ts';

export const UNACCEPTED_PERMISSIONS: Metric = (registers) => {
  const gauge = new Gauge({
    name: 'plumbline_unaccepted_permissions',
    help: '1 for each permission that the App asks for and the installation of an account does not give',
    labelNames: ['account', 'permission'],
    registers,
  });
  return (told) => {
    if (told.type !== 'permissions-looked-at') return;
    gauge.reset();
    for (const { account, permissions } of told.unaccepted)
      for (const permission of permissions) gauge.set({ account, permission }, 1);
  };
};
