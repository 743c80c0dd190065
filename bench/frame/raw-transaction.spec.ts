import { numbered } from './raw-transaction.js';

describe('numbered', () => {
  it('puts numbers for names and leaves casts alone', () => {
    expect(numbered("INSERT INTO t VALUES (:id::uuid, :fields::jsonb, 'a', :id)")).toEqual({
      text: "INSERT INTO t VALUES ($1::uuid, $2::jsonb, 'a', $1)",
      names: ['id', 'fields'],
    });
    expect(numbered('COMMIT')).toEqual({ text: 'COMMIT', names: [] });
  });
});
