import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Matches, Max, Min } from 'class-validator';
import { Refusal } from '../../platform/errors.js';
import type { Page } from '../../platform/http/page.js';
import { AdminsOnly } from '../session/admins-only.decorator.js';
import { holidayCountries, holidaysOf, type Holiday } from './holidays.js';

/** Query of `GET /api/holidays`. */
export class HolidaysQueryDto {
  /** Code of ISO 3166-1, e.g. `LT`. */
  @Matches(/^[A-Z]{2}$/, { message: 'Expected the code of a country, e.g. LT.' })
  country!: string;

  @Type(() => Number)
  @IsInt()
  @Min(2000)
  @Max(2100)
  year!: number;
}

/** Holidays to be put into a working calendar. */
@ApiTags('people')
@AdminsOnly()
@Controller('api/holidays')
export class HolidaysController {
  @Get()
  @ApiOperation({ summary: 'The days of a year that are off by the law of a country' })
  async list(@Query() { country, year }: HolidaysQueryDto): Promise<Page<Holiday>> {
    const items = await holidaysOf(country, year);
    if (!items) throw new Refusal('notFound', 'unknown-country', 'The holidays of this country are not known.');
    return { items, nextCursor: null };
  }

  @Get('countries')
  @ApiOperation({ summary: 'Codes of the countries whose holidays are known' })
  async countries(): Promise<Page<string>> {
    return { items: await holidayCountries(), nextCursor: null };
  }
}
