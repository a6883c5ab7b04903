import { describe, expect, it } from 'vitest';
import { entryNode } from '../../../../src/kubernetes/fields/field-set.ts';
import { keyOf, sameEntry } from '../../../../src/kubernetes/fields/list-types.ts';

const ports = { keys: ['port', 'protocol'], entry: { fields: new Map() } };
const names = { keys: ['name'], entry: { fields: new Map() } };
const [tcp, udp, bare] = [{ port: 80, protocol: 'TCP' }, { port: 80, protocol: 'UDP' }, { port: 80 }];

describe('the same entry of a list', () => {
  it('has the same keys', () => {
    expect(sameEntry(udp, [tcp, udp], ports)).toBe(udp);
    expect(sameEntry({ port: 81, protocol: 'TCP' }, [tcp, udp], ports)).toBeUndefined();
  });

  it('may leave one of several keys to its default, which of a custom resource only the server knows', () => {
    expect(sameEntry(bare, [tcp], ports)).toBe(tcp);
    expect(sameEntry(tcp, [bare, udp], ports)).toBe(bare);
    const zones = { keys: ['zone', 'mode'], entry: { fields: new Map() }, open: true as const };
    const full = { zone: 'a', mode: 'x' };
    expect(sameEntry({ mode: 'x' }, [full], zones)).toBe(full);
    expect(entryNode({ 'k:{"port":80,"protocol":"TCP"}': { 'f:port': {} } }, bare)).toEqual({ 'f:port': {} });
  });

  it('of ports is that of TCP where none is named, whatever stands first', () => {
    expect(sameEntry(bare, [udp, tcp], ports)).toBe(tcp);
    expect(sameEntry(bare, [udp], ports)).toBeUndefined();
    const containerPorts = { ...ports, keys: ['containerPort', 'protocol'] };
    expect(keyOf({ containerPort: 1 }, containerPorts)).toEqual({ containerPort: 1, protocol: 'TCP' });
    const routes = { ...ports, keys: ['path', 'protocol'] };
    expect(keyOf({ path: '/' }, routes)).toEqual({ path: '/' });
  });

  it('of a kind of Kubernetes is none where another key than the protocol is left out', () => {
    const constraints = { keys: ['topologyKey', 'whenUnsatisfiable'], entry: { fields: new Map() } };
    const live = { topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' };
    expect(sameEntry({ whenUnsatisfiable: 'DoNotSchedule' }, [live], constraints)).toBeUndefined();
    expect(sameEntry({ ...live, maxSkew: 2 }, [live], constraints)).toBe(live);
  });

  it('is none of an entry without any key', () => {
    expect(sameEntry({}, [{ name: 'a' }], names)).toBeUndefined();
    expect(sameEntry({}, [{}], names)).toBeUndefined();
    expect(entryNode({ 'k:{"name":"a"}': { 'f:name': {} } }, {})).toBeUndefined();
  });
});
