import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** Entries of a list that one answer holds at most. */
export const largestPage = 200;

/** How many entries of a list are asked for, in a query: 1 to 200, or whatever is usual there. */
export function IsPageLimit(): PropertyDecorator {
  return applyDecorators(
    IsOptional(),
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(largestPage),
  );
}
