import type { FastifyReply } from 'fastify';
import { buildPagePolicy } from '../../platform/pages/page-style.js';

/**
 * Headers of the pages of public forms: their own style and script and nothing else, shown alone or within the sites that
 * are named in the settings, kept by nobody.
 */
export function asFormPage(reply: FastifyReply, sites: readonly string[]): void {
  const policy = buildPagePolicy({ scripts: true, sites });
  // The older header cannot name sites; browsers that know the policy do not need it.
  if (sites.length > 0) void reply.removeHeader('x-frame-options');
  void reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'same-origin');
}
