/** How much larger than what fits: 1 is what fits. */
const steps = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const;

/** The next step larger (`by` 1) or smaller (-1); the same at the end. */
export function zoomed(zoom: number, by: 1 | -1): number {
  return (by === 1 ? steps.find((step) => step > zoom) : steps.findLast((step) => step < zoom)) ?? zoom;
}
