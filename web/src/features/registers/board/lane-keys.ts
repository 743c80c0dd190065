import { pointerWithin, type CollisionDetection, type KeyboardCoordinateGetter } from '@dnd-kit/core';

/** How far from the left edge of a lane a card hangs that is carried by keys. */
const inset = 8;

/** The arrow keys carry a card from lane to lane. */
export const laneKeys: KeyboardCoordinateGetter = (event, { currentCoordinates, context }) => {
  const step = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return undefined;
  event.preventDefault();
  const lanes = [...context.droppableRects].sort(([, one], [, other]) => one.left - other.left);
  const at = lanes.findIndex(([id]) => id === context.over?.id);
  const next = lanes[at + step]?.[1];
  return next && { x: next.left + inset, y: currentCoordinates.y };
};

/** A card is over the lane that the pointer is in; without a pointer, over the one whose edge it hangs at. */
export const overLane: CollisionDetection = (asked) => {
  if (asked.pointerCoordinates) return pointerWithin(asked);
  const distance = (left: number) => Math.abs(left + inset - asked.collisionRect.left);
  const near = asked.droppableContainers
    .flatMap(({ id }) => {
      const rect = asked.droppableRects.get(id);
      return rect ? [{ id, value: distance(rect.left) }] : [];
    })
    .sort((one, other) => one.value - other.value);
  return near.slice(0, 1).map(({ id, value }) => ({ id, data: { value } }));
};
