import Viewer from 'bpmn-js/lib/Viewer';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import type { Painting, Progress } from './paint-run.ts';

interface Di {
  set(name: string, value: string | undefined): void;
}

interface Shown {
  readonly id: string;
  readonly type: string;
  readonly waypoints?: unknown;
  readonly di: Di;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Canvas {
  viewbox(box?: Box): { readonly inner: Box };
  resized(): void;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
}

interface Registry {
  getAll(): readonly Shown[];
  get(id: string): Shown | undefined;
  getGraphics(element: Shown): SVGElement;
}

interface Overlays {
  add(element: string, type: string, overlay: object): string;
  remove(filter: { readonly type: string }): void;
}

interface Graphics {
  update(kind: 'connection' | 'shape', element: Shown, gfx: SVGElement): void;
}

/** A drawing on the screen. Lengths are CSS pixels. */
export interface Drawing {
  /** What it takes at its full size. */
  readonly width: number;
  readonly height: number;
  /** Makes it so many times as large and its element as large as it is then; scrolling is the browser's own. */
  scale(zoom: number): void;
  /** The middle of an element at the present scale. */
  middleOf(element: string): { readonly x: number; readonly y: number } | undefined;
  /** Colours what the run has done; `badge` makes what stands at a step that somebody has. */
  paint(painting: Painting, badge: (holder: Painting['holders'][number]) => HTMLElement): void;
  destroy(): void;
}

/** Room around the drawing, and below it for the sign of its makers. */
const margin = 16;
const foot = 24;

const colours: Readonly<Record<Progress, { readonly stroke: string; readonly fill: string }>> = {
  active: { stroke: 'var(--active)', fill: 'var(--active-soft)' },
  done: { stroke: 'var(--good)', fill: 'var(--good-soft)' },
  incident: { stroke: 'var(--danger)', fill: 'var(--danger-soft)' },
  cancelled: { stroke: 'var(--faint)', fill: 'var(--sunken)' },
};
const markers = ['active', 'done', 'incident', 'cancelled'] as const;
const quiet = new Set(['bpmn:Participant', 'bpmn:Lane']);

/** Draws BPMN into an element. Throws where it has no drawing. */
export async function openDrawing(container: HTMLElement, xml: string): Promise<Drawing> {
  const viewer = new Viewer({
    container,
    bpmnRenderer: {
      defaultFillColor: 'var(--surface)',
      defaultStrokeColor: 'var(--faint)',
      defaultLabelColor: 'var(--ink)',
    },
    textRenderer: { defaultStyle: { fontFamily: 'Inter Variable, sans-serif', fontSize: '12px' } },
  });
  await viewer.importXML(xml);
  const canvas = viewer.get<Canvas>('canvas');
  const registry = viewer.get<Registry>('elementRegistry');
  const { inner } = canvas.viewbox();
  let zoom = 1;
  return {
    width: inner.width + 2 * margin,
    height: inner.height + 2 * margin + foot,
    scale: (next) => {
      zoom = next;
      const size = { width: inner.width * zoom + 2 * margin, height: inner.height * zoom + 2 * margin + foot };
      container.style.width = `${size.width}px`;
      container.style.height = `${size.height}px`;
      canvas.resized();
      const around = margin / zoom;
      canvas.viewbox({
        x: inner.x - around,
        y: inner.y - around,
        width: size.width / zoom,
        height: size.height / zoom,
      });
    },
    middleOf: (element) => {
      const shape = registry.get(element);
      if (!shape || shape.waypoints !== undefined) return undefined;
      const along = (at: number, length: number, from: number) => (at + length / 2 - from) * zoom + margin;
      return { x: along(shape.x, shape.width, inner.x), y: along(shape.y, shape.height, inner.y) };
    },
    paint: (painting, badge) => paint({ viewer, canvas, registry }, painting, badge),
    destroy: () => viewer.destroy(),
  };
}

interface Parts {
  readonly viewer: Viewer;
  readonly canvas: Canvas;
  readonly registry: Registry;
}

function paint(
  { viewer, canvas, registry }: Parts,
  { progress, taken, holders, times }: Painting,
  badge: (holder: Painting['holders'][number]) => HTMLElement,
): void {
  const graphics = viewer.get<Graphics>('graphicsFactory');
  for (const element of registry.getAll()) {
    if (element.type === 'bpmn:Process' || element.type === 'bpmn:Collaboration') continue;
    const connection = element.waypoints !== undefined;
    const state = progress.get(element.id);
    const colour = connection ? (taken.has(element.id) ? colours.done : undefined) : state && colours[state];
    // The renderer takes colours from the drawing, for tips of arrows and signs as well; those of its author would not
    // be seen in the dark.
    element.di.set('bioc:stroke', colour?.stroke ?? (quiet.has(element.type) ? 'var(--line-strong)' : undefined));
    // What stands in an open sub-process has colours of its own.
    element.di.set('bioc:fill', element.type === 'bpmn:SubProcess' ? undefined : colour?.fill);
    graphics.update(connection ? 'connection' : 'shape', element, registry.getGraphics(element));
    for (const marker of markers) canvas.removeMarker(element.id, marker);
    if (state) canvas.addMarker(element.id, state);
  }
  const overlays = viewer.get<Overlays>('overlays');
  overlays.remove({ type: 'holder' });
  overlays.remove({ type: 'times' });
  for (const [element, count] of times)
    if (registry.get(element)?.type.endsWith('Task'))
      overlays.add(element, 'times', { position: { top: -8, right: 12 }, html: counter(count), scale: false });
  for (const holder of holders)
    if (registry.get(holder.element))
      overlays.add(holder.element, 'holder', { position: { bottom: 8, left: 6 }, html: badge(holder), scale: false });
}

/** How often a step was done, at its corner. */
function counter(count: number): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'run-times';
  mark.textContent = `×${count}`;
  return mark;
}
