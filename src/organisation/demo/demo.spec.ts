import { addWorkingTime } from '../../worktime/due-date.js';
import { checkCalendar, officeWeek } from '../../worktime/working-calendar.js';
import { demoPeople, demoRoles, demoSignIns, demoUnits } from './demo-people.js';
import { lithuanianHolidays, polishHolidays } from './holidays.js';

describe('the demo organisation', () => {
  it('names only units, roles and heads that exist', () => {
    const units = demoUnits.map((unit) => unit.key);
    for (const person of demoPeople) {
      expect(units).toContain(person.unit);
      for (const role of person.roles) expect(Object.keys(demoRoles)).toContain(role);
    }
    for (const [index, unit] of demoUnits.entries()) {
      expect(demoSignIns).toContain(unit.head);
      if (unit.parent !== null) expect(units.indexOf(unit.parent)).toBeLessThan(index);
    }
  });

  it('has the sign-ins that are promised', () => {
    expect(demoSignIns.join(' ')).toBe(
      'admin clerk manager manager2 head lawyer cfo ceo secretary accountant warehouse',
    );
  });

  test.each([
    ['Lithuania', 'Europe/Vilnius', lithuanianHolidays],
    ['Poland', 'Europe/Warsaw', polishHolidays],
  ])('has a valid calendar of %s', (_, timeZone, exceptions) => {
    expect(checkCalendar({ key: 'default', timeZone, week: officeWeek, exceptions })).toHaveProperty('calendar');
  });

  it('does not work on Easter Monday', () => {
    const calendar = { key: 'default', timeZone: 'Europe/Vilnius', week: officeWeek, exceptions: lithuanianHolidays };
    const thursday = Date.parse('2026-04-02T15:00:00+03:00');
    const due = addWorkingTime(calendar, thursday, { kind: 'working-hours', minutes: 16 * 60 });
    expect(due).toMatchObject({ dueAt: Date.parse('2026-04-07T15:00:00+03:00') });
  });
});
