import { createHash } from 'node:crypto';
import { messagePage } from './form-page.js';
import { pagePolicy } from '../../platform/pages/page-style.js';

describe('pages of forms', () => {
  it('carry exactly the style that their policy allows', () => {
    const [, style = ''] = /<style>([^]*)<\/style>/.exec(messagePage('Title', 'Text', 'en')) ?? [];
    expect(pagePolicy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });
});
