/** A whole BPMN file around the elements of one process, for routes that tests draw themselves. */
export function drawRoute(id: string, elements: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:millrace="urn:millrace:route:1" id="drawing" targetNamespace="urn:millrace:routes">
  <process id="${id}" name="${id}" isExecutable="true">${elements}</process>
</definitions>`;
}
