import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WorkingCalendar } from '../../worktime/working-calendar.js';

@Entity('working_calendar')
export class WorkingCalendarEntity {
  @PrimaryColumn('text')
  key!: string;

  @Column('jsonb')
  definition!: WorkingCalendar;
}
