/** A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}
