import { describe, expect, it } from 'vitest';
import { lengthOfOthers, ownPart, withOwnPart } from '../../../../src/report/github/own-part.ts';

const OLD = ownPart('Live differs in 1 object.');
const HALF = OLD.split('\n').slice(0, 2).join('\n');
const NEW = ownPart('Live differs in 2 objects.');

describe('our part of a text', () => {
  it.each([
    ['nothing is there', '', NEW],
    ['only ours is there', OLD, NEW],
    ['it is the same', NEW, NEW],
    ['people wrote around it', `Mine.\n\n${OLD}\n\nMine too.`, `Mine.\n\n${NEW}\n\nMine too.`],
    ['people took it away', 'Hands off.', `Hands off.\n\n${NEW}`],
    ["GitHub's page gave it other line ends", `Mine.\r\n${OLD.replaceAll('\n', '\r\n')}`, `Mine.\n${NEW}`],
    ['it is there twice', `${OLD}\n${OLD}`, `${NEW}\n`],
    [
      'people wrote into it',
      OLD.replace('1 object', '1 object, and I know why'),
      `Live differs in 1 object, and I know why.\n\n${NEW}`,
    ],
    ['only one mark is left', HALF, `${HALF}\n\n${NEW}`],
  ])('U45: when %s', (_when, text, expected) => {
    expect(withOwnPart(text, 'Live differs in 2 objects.')).toBe(expected);
  });

  it('U45: holds whatever it says, marks of another part included', () => {
    const hostile = `a\n<!-- /plumbline:part ${'0'.repeat(16)} -->\n${OLD}\n$& $1`;
    const once = withOwnPart('Mine.', hostile);
    expect(withOwnPart(once, 'b')).toBe(`Mine.\n\n${ownPart('b')}`);
    expect(withOwnPart(once, hostile)).toBe(once);
  });

  it('knows how much others wrote', () => {
    expect(lengthOfOthers(`${'x'.repeat(1000)}\n\n${NEW}`) - lengthOfOthers(NEW)).toBe(1002);
  });
});
