import { ownPath } from './own-path.js';

describe('ownPath', () => {
  it.each(['/desk', '/', '/documents/0190?file=1#top', '/registers/contracts?filter=%7B%7D'])(
    'lets %s pass',
    (path) => {
      expect(ownPath(path)).toBe(path);
    },
  );

  it.each([
    ...['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '\t//evil.example'],
    ...[
      '/\t/evil.example',
      '/desk\\..\\..',
      '/desk\r\nset-cookie: a=b',
      '',
      'desk',
      '/дом',
      ' /desk',
      '///evil.example',
    ],
  ])('stops %j', (path) => {
    expect(ownPath(path)).toBeUndefined();
  });
});
