import { describe, expect, test } from 'vitest';
import { eventReader } from '../../dashboard/src/api/event-stream.ts';

describe('a stream of events', () => {
  const lines = [
    ': comment',
    'id: 1',
    'event: progress',
    'data: {"a":',
    'data:1}',
    '',
    'data',
    'data: 2',
    '',
    ':',
    '',
  ];
  const found = ['{"a":\n1}', '\n2', 'last'];

  for (const [name, end] of Object.entries({ LF: '\n', CR: '\r', CRLF: '\r\n' }))
    test(`is read with ${name} at the ends of lines, in pieces of any size`, () => {
      const text = [...lines, 'data:last', '', 'data: broken off'].join(end);
      for (const size of [1, 2, 3, 7, text.length]) {
        const eventsIn = eventReader();
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
          text.slice(i * size, (i + 1) * size),
        );
        expect(pieces.flatMap(eventsIn)).toEqual(found);
      }
    });

  test('gives an event as soon as its last line ends', () => {
    const eventsIn = eventReader();
    expect(eventsIn('data: 1\r\n\r')).toEqual(['1']);
    expect(eventsIn('\n')).toEqual([]);
    expect(eventsIn('data: 2\r\n\r\n')).toEqual(['2']);
  });
});
