import { Injectable } from '@nestjs/common';
import type { RegistrationStep } from './register-request.js';

/** What happens when a document is registered; folders above this one add their steps when they are initialised. */
@Injectable()
export class RegistrationSteps {
  private readonly steps: RegistrationStep[] = [];

  add(step: RegistrationStep): void {
    this.steps.push(step);
  }

  /** In the order in which they were added. */
  all(): readonly RegistrationStep[] {
    return this.steps;
  }
}
