import { bodyOf, cellOf, newRule, sameDraft, withField, withRule, type Draft } from './rules-draft.ts';

const field = { key: 'margin', name: 'Margin', type: 'money', viewRoles: null, editRoles: null, shownToAll: false };
const draft: Draft = { rules: [newRule('lawyer'), { ...newRule('head'), level: 'company' }], fields: [field] };

describe('a cell of role and stream', () => {
  it('tells the widest level of reading, all verbs, and whether something is conditional', () => {
    const rules = [
      { role: 'head', verbs: ['read'], scope: 'own' },
      { role: 'head', verbs: ['read', 'links'], scope: 'department', when: 'status = "new"' },
      { role: 'head', verbs: ['edit'], scope: 'company' },
      { role: 'clerk', verbs: ['register'], scope: 'company' },
    ] as const;
    expect(cellOf(rules, 'head')).toEqual({ level: 'department', verbs: ['read', 'edit', 'links'], conditional: true });
    expect(cellOf(rules, 'clerk')).toEqual({ level: 'company', verbs: ['register'], conditional: false });
    expect(cellOf(rules, 'lawyer')).toBeUndefined();
  });
});

describe('a draft of rules', () => {
  it('is changed rule by rule and field by field', () => {
    const changed = withRule(draft, 1, { ...newRule('head'), when: '  ' });
    expect(changed.rules.map(({ role, level }) => `${role} ${level}`)).toEqual(['lawyer own', 'head own']);
    expect(withRule(draft, 0, undefined).rules.map(({ role }) => role)).toEqual(['head']);
    expect(withField(draft, 'margin', 'viewRoles', ['head']).fields[0]?.viewRoles).toEqual(['head']);
    expect(withField(draft, 'margin', 'viewRoles', []).fields[0]?.viewRoles).toBeNull();
  });

  it('is sent whole, without empty conditions and unrestricted fields', () => {
    expect(bodyOf(withRule(draft, 0, { ...newRule('public'), when: ' a = 1 ' }))).toEqual({
      rules: [
        { role: 'public', verbs: ['register'], level: 'own', confidential: false, when: 'a = 1' },
        { role: 'head', verbs: ['read'], level: 'company', confidential: false },
      ],
      fields: [],
    });
    expect(bodyOf(withField(draft, 'margin', 'editRoles', ['cfo'])).fields).toEqual([
      { key: 'margin', editRoles: ['cfo'] },
    ]);
    expect(sameDraft(draft, withRule(draft, 0, { ...newRule('lawyer'), when: '' }))).toBe(true);
    expect(sameDraft(draft, withRule(draft, 0, undefined))).toBe(false);
  });
});
