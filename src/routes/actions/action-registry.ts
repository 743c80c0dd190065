import { Injectable } from '@nestjs/common';
import type { RouteAction } from './route-action.js';

/** The automatic steps that routes can name; modules add theirs while they are initialised. */
@Injectable()
export class ActionRegistry {
  private readonly actions = new Map<string, RouteAction>();

  /** @throws Error when the name is taken, which is a mistake in the program */
  add(action: RouteAction): void {
    if (this.actions.has(action.name)) throw new Error(`There are two actions named "${action.name}".`);
    this.actions.set(action.name, action);
  }

  find(name: string): RouteAction | undefined {
    return this.actions.get(name);
  }
}
