import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { IdempotencyKeys } from './idempotency-keys.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

/** Idempotency-Key on every POST of the application. */
@Module({
  providers: [IdempotencyKeys, { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }],
  exports: [IdempotencyKeys],
})
export class IdempotencyModule {}
