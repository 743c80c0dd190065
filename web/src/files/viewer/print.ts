/** Prints these elements and nothing else of the page. */
export function printOnly(elements: readonly Element[]): void {
  const area = document.createElement('div');
  area.dataset.printed = '';
  area.append(...elements);
  document.body.append(area);
  addEventListener('afterprint', () => area.remove(), { once: true });
  print();
}
