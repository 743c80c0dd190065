/** A small drawing as another tool writes it, with what must still be in it after it was read and written. */
export interface Dialect {
  readonly tool: string;
  readonly xml: string;
  readonly kept: readonly string[];
  /** Names of the tasks in the order in which they are done. */
  readonly tasks: readonly string[];
}

const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const bpmn = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const di = 'http://www.omg.org/spec/BPMN/20100524/DI';
const dc = 'http://www.omg.org/spec/DD/20100524/DC';
const ddi = 'http://www.omg.org/spec/DD/20100524/DI';

/** Ids in capitals, quantities that BPMN has anyway, metadata with keys and values, labels and fonts in the diagram. */
const signavio = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="${bpmn}" xmlns:bpmndi="${di}" xmlns:omgdc="${dc}" xmlns:omgdi="${ddi}" xmlns:signavio="http://www.signavio.com" ${xsi} exporter="Signavio Process Editor, http://www.signavio.com" exporterVersion="14.16.3" expressionLanguage="http://www.w3.org/TR/XPath" id="sid-0001" targetNamespace="http://www.signavio.com" typeLanguage="http://www.w3.org/2001/XMLSchema" xsi:schemaLocation="${bpmn} http://www.omg.org/spec/BPMN/2.0/20100501/BPMN20.xsd">
  <collaboration id="sid-0002">
    <extensionElements><signavio:signavioDiagramMetaData metaKey="revisionid" metaValue="77aa"/></extensionElements>
    <participant id="sid-0003" name="Purchasing" processRef="sid-0004"><extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffff"/></extensionElements></participant>
    <participant id="sid-0005" name="Supplier"/>
    <messageFlow id="sid-0006" sourceRef="sid-0010" targetRef="sid-0005"/>
  </collaboration>
  <process id="sid-0004" isClosed="false" isExecutable="false" name="Purchasing" processType="None">
    <extensionElements/>
    <laneSet id="sid-0007"><lane id="sid-0008" name="Buyer"><extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue=""/></extensionElements><flowNodeRef>sid-0009</flowNodeRef><flowNodeRef>sid-0010</flowNodeRef><flowNodeRef>sid-0011</flowNodeRef><flowNodeRef>sid-0012</flowNodeRef></lane></laneSet>
    <startEvent id="sid-0009" isInterrupting="true" name=""><extensionElements><signavio:signavioMetaData metaKey="bordercolor" metaValue="#000000"/><signavio:signavioLabel align="left" ref="text_name" x="-30.0" y="33.0"/></extensionElements><outgoing>sid-0013</outgoing></startEvent>
    <userTask completionQuantity="1" id="sid-0010" implementation="##unspecified" isForCompensation="false" name="Ask for an offer" startQuantity="1">
      <documentation id="sid-0014"><![CDATA[By letter]]></documentation>
      <extensionElements><signavio:signavioMetaData metaKey="meta-line" metaValue="a&#10;b"/><signavio:signavioMetaData metaKey="externaldocuments" metaValue="[]"/></extensionElements>
      <incoming>sid-0013</incoming><outgoing>sid-0015</outgoing>
      <ioSpecification><inputSet/><outputSet/></ioSpecification>
    </userTask>
    <exclusiveGateway gatewayDirection="Diverging" id="sid-0011" name="Cheap?"><incoming>sid-0015</incoming><outgoing>sid-0016</outgoing><outgoing>sid-0017</outgoing></exclusiveGateway>
    <endEvent id="sid-0012" name="Bought"><incoming>sid-0016</incoming><incoming>sid-0017</incoming></endEvent>
    <textAnnotation id="sid-0018" textFormat="text/plain"><text>Once a week</text></textAnnotation>
    <association associationDirection="None" id="sid-0019" sourceRef="sid-0010" targetRef="sid-0018"/>
    <sequenceFlow id="sid-0013" isImmediate="true" sourceRef="sid-0009" targetRef="sid-0010"/>
    <sequenceFlow id="sid-0015" isImmediate="true" sourceRef="sid-0010" targetRef="sid-0011"/>
    <sequenceFlow id="sid-0016" name="yes" sourceRef="sid-0011" targetRef="sid-0012"><conditionExpression xsi:type="tFormalExpression" id="sid-0020">true</conditionExpression></sequenceFlow>
    <sequenceFlow id="sid-0017" name="no" sourceRef="sid-0011" targetRef="sid-0012"><conditionExpression xsi:type="tFormalExpression">false</conditionExpression></sequenceFlow>
  </process>
  <bpmndi:BPMNDiagram id="sid-0021"><bpmndi:BPMNPlane bpmnElement="sid-0002" id="sid-0022">
    <bpmndi:BPMNShape bpmnElement="sid-0003" id="sid-0003_gui" isHorizontal="true"><omgdc:Bounds height="250.0" width="600.0" x="60.0" y="60.0"/><bpmndi:BPMNLabel labelStyle="sid-0023"><omgdc:Bounds height="58.8" width="12.0" x="67.0" y="150.0"/></bpmndi:BPMNLabel></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge bpmnElement="sid-0013" id="sid-0013_gui"><omgdi:waypoint x="200.0" y="185.0"/><omgdi:waypoint x="250.0" y="185.0"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane><bpmndi:BPMNLabelStyle id="sid-0023"><omgdc:Font isBold="false" isItalic="false" isStrikeThrough="false" isUnderline="false" name="Arial" size="12.0"/></bpmndi:BPMNLabelStyle></bpmndi:BPMNDiagram>
</definitions>`;

/** Several prefixes for the namespace of BPMN, attributes of the model and of each object in trees, tasks without a type. */
const adonis = `<?xml version="1.0" encoding="utf-8"?>
<definitions xmlns="${bpmn}" xmlns:bpmn="${bpmn}" xmlns:bpmn2="${bpmn}" xmlns:semantic="${bpmn}" xmlns:model="${bpmn}" xmlns:bpmndi="${di}" xmlns:omgdc="${dc}" xmlns:omgdi="${ddi}" xmlns:xmi="http://www.omg.org/XMI" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:adonis="http://www.boc-group.com" ${xsi} id="definition__11aa-22" typeLanguage="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.boc-group.com">
   <process id="process_11aa-22" name="Holiday" isExecutable="false" isClosed="false" processType="None">
      <extensionElements><adonis:modelattributes>
         <adonis:attribute name="A_STATE" type="ENUM" notebook="1" sourcelang="en" novalue="0" lang-independent="v0"><adonis:value>Draft</adonis:value><adonis:metavalue/></adonis:attribute>
         <adonis:record name="CHANGE_HISTORY"><adonis:row number="1"><adonis:column name="WHO" type="STRING"><adonis:value>Ann &amp; Bob</adonis:value></adonis:column></adonis:row></adonis:record>
      </adonis:modelattributes></extensionElements>
      <laneSet id="lanes_1"><lane id="_lane-1" name="Clerk"><extensionElements><adonis:instance/></extensionElements><flowNodeRef>_s-1</flowNodeRef><flowNodeRef>_t-1</flowNodeRef><flowNodeRef>_t-2</flowNodeRef><flowNodeRef>_e-1</flowNodeRef></lane></laneSet>
      <startEvent name="Start" id="_s-1" isInterrupting="true"><extensionElements><adonis:instance><adonis:attribute name="A_WAITING_TIME" type="UTC" notebook="1" sourcelang="" novalue="0"><adonis:value>0</adonis:value><adonis:metavalue/></adonis:attribute></adonis:instance></extensionElements></startEvent>
      <task name="Write it down" id="_t-1" isForCompensation="false"><extensionElements><adonis:instance><adonis:interref name="REFERENCED_ROLES"><adonis:iref type="objectreference" tmodeltype="MT_ORG" tobjname="Clerk"/></adonis:interref></adonis:instance></extensionElements></task>
      <manualTask name="File it" id="_t-2" isForCompensation="false"/>
      <endEvent name="End" id="_e-1"/>
      <sequenceFlow id="_f-1" sourceRef="_s-1" targetRef="_t-1"><extensionElements><adonis:connector/></extensionElements></sequenceFlow>
      <sequenceFlow id="_f-2" sourceRef="_t-1" targetRef="_t-2"/>
      <sequenceFlow id="_f-3" sourceRef="_t-2" targetRef="_e-1"/>
   </process>
   <bpmndi:BPMNDiagram id="diagram_11aa-22" name="Holiday" resolution="96"><bpmndi:BPMNPlane id="plane_11aa-22" bpmnElement="process_11aa-22">
      <bpmndi:BPMNShape id="shape_1" bpmnElement="_t-1"><omgdc:Bounds x="222" y="53" width="151" height="76"/></bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="edge_1" bpmnElement="_f-1"><omgdi:waypoint x="132" y="91" xsi:type="omgdc:Point"/><omgdi:waypoint x="222" y="91" xsi:type="omgdc:Point"/></bpmndi:BPMNEdge>
   </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>`;

const coloured = (fill: string): string =>
  `<extensionElements><bizagi:BizagiExtensions xmlns:bizagi="http://www.bizagi.com/bpmn20"><bizagi:BizagiProperties><bizagi:BizagiProperty name="bgColor" value="${fill}"/><bizagi:BizagiProperty name="textDirection" value=""/></bizagi:BizagiProperties></bizagi:BizagiExtensions></extensionElements>`;

/** The namespace is declared at each extension anew; empty documentation, empty sets of lanes, empty conditions. */
const bizagi = `<?xml version="1.0"?>
<definitions xmlns:xsd="http://www.w3.org/2001/XMLSchema" ${xsi} id="_2026010512" targetNamespace="http://www.bizagi.com/definitions/_2026010512" xmlns="${bpmn}">
  <process id="Id_aa-01" name="Travel">
    <documentation/>
    <extensionElements><bizagi:BizagiExtensions xmlns:bizagi="http://www.bizagi.com/bpmn20"><bizagi:BizagiProperties/></bizagi:BizagiExtensions></extensionElements>
    <laneSet id="Id_aa-02"/>
    <startEvent id="Id_aa-03"><documentation/>${coloured('#E6FF97')}<outgoing>Id_aa-07</outgoing></startEvent>
    <userTask id="Id_aa-04" name="Plan it"><documentation/>${coloured('#ECEFFF')}<incoming>Id_aa-07</incoming><outgoing>Id_aa-08</outgoing></userTask>
    <parallelGateway id="Id_aa-05" gatewayDirection="Unspecified"><documentation/>${coloured('#FFFFCC')}<incoming>Id_aa-08</incoming><outgoing>Id_aa-09</outgoing></parallelGateway>
    <endEvent id="Id_aa-06"><documentation/>${coloured('#EEAAAA')}<incoming>Id_aa-09</incoming></endEvent>
    <sequenceFlow id="Id_aa-07" sourceRef="Id_aa-03" targetRef="Id_aa-04"><documentation/>${coloured('White')}</sequenceFlow>
    <sequenceFlow id="Id_aa-08" sourceRef="Id_aa-04" targetRef="Id_aa-05"><documentation/></sequenceFlow>
    <sequenceFlow id="Id_aa-09" sourceRef="Id_aa-05" targetRef="Id_aa-06"><conditionExpression/></sequenceFlow>
    <group id="Id_aa-10" categoryValueRef="Id_aa-11"/>
  </process>
  <category id="Id_aa-12" name="Abroad"><categoryValue id="Id_aa-11" value="Abroad"/></category>
  <BPMNDiagram id="Diagram_aa" xmlns="${di}"><BPMNPlane id="Plane_aa" bpmnElement="Id_aa-01">
    <extension xmlns="${ddi}"/>
    <BPMNShape id="DiagramElement_1" bpmnElement="Id_aa-04"><extension xmlns="${ddi}"/><Bounds x="170" y="119" width="90" height="60" xmlns="${dc}"/><BPMNLabel id="DiagramElement_2"><extension xmlns="${ddi}"/><Bounds x="0" y="0" width="0" height="0" xmlns="${dc}"/></BPMNLabel></BPMNShape>
    <BPMNEdge id="DiagramElement_3" bpmnElement="Id_aa-07"><extension xmlns="${ddi}"/><waypoint x="101" y="149" xmlns="${ddi}"/><waypoint x="170" y="149" xmlns="${ddi}"/></BPMNEdge>
  </BPMNPlane></BPMNDiagram>
</definitions>`;

/** Drawn here in the manner of what these tools export, which is described in public in many places. */
export const dialects: readonly Dialect[] = [
  {
    tool: 'Signavio',
    xml: signavio,
    kept: ['metaKey="revisionid" metaValue="77aa"', 'ref="text_name"', 'name="Arial"'],
    tasks: ['Ask for an offer'],
  },
  {
    tool: 'ADONIS',
    xml: adonis,
    kept: [
      '<adonis:value>Ann &amp; Bob</adonis:value>',
      'lang-independent="v0"',
      'tobjname="Clerk"',
      '<adonis:connector',
    ],
    tasks: ['File it'],
  },
  {
    tool: 'Bizagi',
    xml: bizagi,
    kept: [
      'name="bgColor" value="#ECEFFF"',
      'value="White"',
      'categoryValue',
      'x="170" y="119" width="90" height="60"',
    ],
    tasks: ['Plan it'],
  },
];
