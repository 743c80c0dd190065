import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadStreams } from './load-streams.js';

describe('loading a folder of stream definitions', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'streams-'));
    await mkdir(join(directory, 'sales'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const stream = (key: string, more = '') => `
key: ${key}
name: Things
document: Thing
numbering: { register: ${key}, pattern: 'T-{counter}', period: never }
title: '{name}'
statuses: [{ key: new, name: New }]
initial: new
access: [{ role: admin, verbs: [read], scope: company }]
fields:
  - { key: name, name: Name, type: text }
${more}`;
  const write = (file: string, text: string | Uint8Array) => writeFile(join(directory, file), text);

  it('loads the sales configuration without a problem', async () => {
    const { definitions, problems } = await loadStreams('streams');
    expect(problems).toEqual([]);
    expect(definitions.map(({ definition }) => definition.key)).toEqual(
      expect.arrayContaining(['clients', 'contracts', 'invoices', 'requests', 'works']),
    );
  });

  it('keeps the good files beside bad ones and says where each fault is', async () => {
    await write('sales/good.yaml', stream('good', '  - { key: other, name: Other, type: reference, stream: torn }'));
    await write('sales/torn.yaml', 'key: torn\n\tname: tab');
    await write('sales/lost.yaml', stream('lost', '  - { key: other, name: Other, type: reference, stream: nowhere }'));
    await write('sales/twin.yaml', stream('good'));
    await write('sales/binary.yaml', Uint8Array.from([0, 159, 146, 150]));
    await write('sales/notes.txt', 'not a definition');
    const { definitions, problems } = await loadStreams(directory);
    expect(definitions.map(({ file }) => file)).toEqual(['sales/good.yaml']);
    expect(problems.map(({ file, code }) => `${file} ${code}`).sort()).toEqual([
      'sales/binary.yaml not-text',
      'sales/lost.yaml unknown-stream',
      'sales/torn.yaml yaml',
      'sales/twin.yaml duplicate-stream',
    ]);
    expect(problems.find(({ code }) => code === 'unknown-stream')).toMatchObject({
      line: 12,
      path: 'fields[1].stream',
      message: 'There is no stream "nowhere".',
    });
  });

  it('fails clearly for a folder that is not there', async () => {
    await expect(loadStreams(join(directory, 'absent'))).rejects.toThrow('ENOENT');
  });
});
