import {messageOf} from '../../../../errors/flux-error.js'
import {goQuote} from '../../../../errors/go-quote.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {type FieldRequirement, parseFieldSelector} from '../../../../formats/selector/field-selector.js'
import {type LabelMatcher, parseLabelSelector} from '../../../../formats/selector/label-selector.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {CatalogEntry} from '../../discovery/catalog.js'
import {badRequest} from '../../status.js'

/** Fields besides metadata.name and metadata.namespace, by `group/resource`, with the value that an absent field has. */
const EVENT_FIELDS = (regarding: string, extra: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map((name) => [
      `${regarding}.${name}`,
      '',
    ]),
  ),
  reason: '',
  type: '',
  ...extra,
})
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/pods': {
    'spec.nodeName': '',
    'spec.restartPolicy': '',
    'spec.schedulerName': '',
    'spec.serviceAccountName': '',
    'spec.hostNetwork': 'false',
    'status.phase': '',
    'status.podIP': '',
    'status.podIPs': '',
    'status.nominatedNodeName': '',
  },
  '/events': EVENT_FIELDS('involvedObject', {reportingComponent: '', source: ''}),
  'events.k8s.io/events': EVENT_FIELDS('regarding', {reportingController: ''}),
  '/namespaces': {'status.phase': ''},
  '/secrets': {type: ''},
  '/services': {'spec.clusterIP': '', 'spec.type': ''},
  '/nodes': {'spec.unschedulable': 'false'},
  '/replicationcontrollers': {'status.replicas': '0'},
  'batch/jobs': {'status.successful': '0'},
  'certificates.k8s.io/certificatesigningrequests': {'spec.signerName': ''},
  'resource.k8s.io/resourceslices': {'spec.driver': '', 'spec.nodeName': ''},
}
/** Cluster-wide kinds with fields of their own do not know the namespace. */
const UNPLACED = new Set([
  '/namespaces',
  '/nodes',
  'certificates.k8s.io/certificatesigningrequests',
  'resource.k8s.io/resourceslices',
])
const RENAMED: Readonly<Record<string, string>> = {'status.successful': 'status.succeeded'}

export interface Selection {
  readonly everything: boolean
  /** the one name and the one namespace that are asked for */
  readonly name: string | undefined
  readonly namespace: string | undefined
  matches(object: KubeObject): boolean
}

/** A list's or watch's selectors for one kind; bad ones are a 400. */
export function selection(entry: CatalogEntry, labelSelector: string, fieldSelector: string): Selection {
  let labels: LabelMatcher | undefined
  let fields: readonly FieldRequirement[] = []
  try {
    if (labelSelector !== '') labels = parseLabelSelector(labelSelector)
    if (fieldSelector !== '') fields = parseFieldSelector(fieldSelector)
  } catch (error) {
    throw badRequest(messageOf(error))
  }
  // a term without a field asks for nothing
  const asked = fields.filter(({field, equal, value}) => field !== '' || value !== '' || !equal)
  const tests = asked.map((requirement) => fieldTest(entry, requirement))
  const exact = (name: string) => fields.find(({field, equal}) => field === name && equal)?.value
  return {
    everything: labels === undefined && tests.length === 0,
    name: exact('metadata.name'),
    namespace: exact('metadata.namespace'),
    matches: (object) => (labels === undefined || labels(object.metadata.labels)) && tests.every((test) => test(object)),
  }
}

function fieldTest(entry: CatalogEntry, {field, equal, value}: FieldRequirement): (object: KubeObject) => boolean {
  const read = reader(entry, field)
  if (!read) throw badRequest(refusal(entry, field))
  return (object) => (read(object) === value) === equal
}

function refusal(entry: CatalogEntry, field: string): string {
  const id = `${entry.group}/${entry.resource}`
  if (id === 'batch/jobs') return `field label ${goQuote(field)} not supported for Job`
  if (id === 'resource.k8s.io/resourceslices')
    return `field label not supported for ${entry.group}/${entry.version}, Kind=${entry.kind}: ${field}`
  if (entry.crd || FIELDS[id]) return `field label not supported: ${field}`
  return `${goQuote(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`
}

function reader(entry: CatalogEntry, field: string): ((object: KubeObject) => string) | undefined {
  if (field === 'metadata.name') return (object) => object.metadata.name ?? ''
  const id = `${entry.group}/${entry.resource}`
  if (field === 'metadata.namespace') return UNPLACED.has(id) ? undefined : (object) => object.metadata.namespace ?? ''
  if (entry.crd) {
    const selectable = entry.crd.version.selectableFields
    const known = Array.isArray(selectable) && selectable.some((item) => isObject(item) && item.jsonPath === `.${field}`)
    return known ? (object) => fieldText(object, field, '') : undefined
  }
  const known = FIELDS[id] ?? {}
  const absent = Object.hasOwn(known, field) ? known[field] : undefined
  if (absent === undefined) return undefined
  if (field === 'source') return (object) => fieldText(object, 'source.component', fieldText(object, 'reportingComponent', ''))
  return (object) => fieldText(object, RENAMED[field] ?? field, absent)
}

function fieldText(object: JsonObject, path: string, absent: string): string {
  let value: JsonValue | undefined = object
  for (const part of path.split('.')) value = isObject(value) ? value[part] : undefined
  return value === undefined || value === null ? absent : String(value)
}
