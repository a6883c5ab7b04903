import { describe, expect, it } from 'vitest';
import { pointerSegments, rulesFor, withIgnored } from '../../../src/core/ignore.ts';

const because = 'owned by the HPA';
const rule = { kind: 'Deployment', path: '/spec/replicas', because };

describe('ignore rules', () => {
  it('leave a field as it is live, so that an apply does not touch it', () => {
    expect(withIgnored({ spec: { replicas: 2, a: 1 } }, { spec: { replicas: 7 } }, [rule])).toEqual({
      spec: { replicas: 7, a: 1 },
    });
  });

  it('drop a field that live does not have', () => {
    expect(withIgnored({ spec: { replicas: 2 } }, { spec: {} }, [rule])).toEqual({ spec: {} });
    expect(withIgnored({ spec: { replicas: 2 } }, {}, [rule])).toEqual({ spec: {} });
  });

  it('add nothing that the source does not name', () => {
    expect(withIgnored({ spec: {} }, { spec: { replicas: 7 } }, [rule])).toEqual({ spec: {} });
  });

  it('hold only for the objects they name', () => {
    const id = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' };
    expect(rulesFor([rule], id)).toEqual([rule]);
    expect(rulesFor([rule], { ...id, kind: 'StatefulSet' })).toEqual([]);
    expect(rulesFor([{ ...rule, name: 'api' }], id)).toEqual([]);
  });

  it('read JSON pointers with their escapes', () => {
    expect(pointerSegments('/metadata/annotations/a~1b~0c')).toEqual(['metadata', 'annotations', 'a/b~c']);
  });
});
