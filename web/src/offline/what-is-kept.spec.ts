import { whatIsKept } from './what-is-kept.ts';

describe('what can be read without a connection', () => {
  it.each([
    ['/desk', true, 'page'],
    ['/documents/01a2', true, 'page'],
    ['/f/order', true, 'never'],
    ['/d/token', true, 'never'],
    ['/assets/index-x.js', false, 'shell'],
    ['/icon-192.png', false, 'shell'],
    ['/api/me', false, 'answer'],
    ['/api/assignments', false, 'answer'],
    ['/api/documents/01a2', false, 'answer'],
    ['/api/documents/01a2/files', false, 'answer'],
    ['/api/files/01a2/preview', false, 'answer'],
    ['/api/files/01a2/content', false, 'file'],
    ['/api/files/01a2/preview/page', true, 'file'],
    ['/api/files/01a2/parts/2.0', false, 'file'],
    ['/api/events', false, 'never'],
    ['/api/streams/clients/documents', false, 'never'],
    ['/api/search', false, 'never'],
    ['/api/session', false, 'never'],
    ['/api/push', false, 'never'],
    ['/sw.js', false, 'never'],
  ])('%s (page: %s): %s', (path, isPage, kept) => {
    expect(whatIsKept(path, isPage)).toBe(kept);
  });
});
