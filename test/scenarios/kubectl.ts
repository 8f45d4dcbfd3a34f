import type {JsonObject} from '../../src/lib/formats/json/value.js'
import {parseYamlDocuments} from '../../src/lib/formats/yaml/parse.js'
import type {ApiResource, KubeClient, KubeObject, ObjectRef, Patch} from '../../src/lib/ports/kube.js'
import {applyCommand, labelOf} from './kubectl-apply.js'

interface Parsed {
  readonly words: string[]
  readonly flags: Map<string, string[]>
}

/** Short flags that take a value, and long flags that take none. */
const SHORT: Readonly<Record<string, string>> = {n: 'namespace', p: 'patch', f: 'filename', o: 'output', l: 'selector'}
const SWITCHES = new Set(['overwrite', 'server-side', 'force-conflicts', 'all', 'now', 'force', 'ignore-not-found'])

/**
 * The requests that kubectl makes for the commands of the recordings, with its field managers; `edited` says what
 * `kubectl edit` changes. Returns what kubectl prints.
 */
export async function kubectl(
  kube: KubeClient,
  args: readonly string[],
  stdin: string | undefined,
  edited: (ref: ObjectRef) => JsonObject | undefined,
): Promise<string> {
  const {words, flags} = parse(args)
  const [command = '', ...rest] = words
  const namespace = flags.get('namespace')?.at(-1) ?? 'default'
  const flag = (name: string) => flags.get(name)?.at(-1)
  const target = async (): Promise<{ref: ObjectRef; resource: ApiResource; label: string; args: string[]}> => {
    const [first = '', second = '', ...more] = rest
    const joined = first.includes('/')
    const [type = '', name = ''] = joined ? first.split('/') : [first, second]
    const resource = await findResource(kube, type)
    const ref = {...kindOf(resource), name, ...(resource.namespaced ? {namespace} : {})}
    return {ref, resource, label: labelOf(resource, name), args: joined ? rest.slice(1) : more}
  }
  const documents = () =>
    parseYamlDocuments(stdin ?? '', {file: 'stdin'}).map(({value}) => {
      const object = value as KubeObject
      return {...object, metadata: {...object.metadata, namespace: object.metadata.namespace ?? namespace}}
    })

  switch (command) {
    case 'patch': {
      const {ref, label} = await target()
      const type = (flag('type') ?? 'strategic') as Patch['type']
      const patch = {type, body: JSON.parse(flag('patch') ?? '{}')} as Patch
      const subresource = flag('subresource')
      await kube.patch(ref, patch, {fieldManager: flag('field-manager') ?? 'kubectl-patch', subresource})
      return `${label} patched`
    }
    case 'label':
    case 'annotate': {
      const {ref, label, args: changes} = await target()
      const values = Object.fromEntries(
        changes.map((change) => (change.endsWith('-') ? [change.slice(0, -1), null] : splitOnce(change, '='))),
      )
      const body = {metadata: {[command === 'label' ? 'labels' : 'annotations']: values}}
      await kube.patch(ref, {type: 'merge', body}, {fieldManager: flag('field-manager') ?? `kubectl-${command}`})
      if (command === 'annotate') return `${label} annotated`
      const removed = changes.filter((change) => change.endsWith('-')).length
      return `${label} ${removed === 0 ? 'labeled' : removed === changes.length ? 'unlabeled' : 'modified'}`
    }
    case 'scale': {
      const {ref, label} = await target()
      const body = {spec: {replicas: Number(flag('replicas'))}}
      await kube.patch(ref, {type: 'merge', body}, {subresource: 'scale', fieldManager: flag('field-manager') ?? 'kubectl'})
      return `${label} scaled`
    }
    case 'set':
      return setCommand(kube, rest, namespace, flag)
    case 'rollout': {
      const [kind = '', name = ''] = rest[1]?.includes('/') ? rest[1].split('/') : rest.slice(1)
      const resource = await findResource(kube, kind)
      const ref = {...kindOf(resource), namespace, name}
      const annotations = {'kubectl.kubernetes.io/restartedAt': flag('at') ?? '2026-01-01T00:00:00Z'}
      const body = {spec: {template: {metadata: {annotations}}}}
      await kube.patch(ref, {type: 'strategic', body}, {fieldManager: flag('field-manager') ?? 'kubectl-rollout'})
      return `${labelOf(resource, name)} restarted`
    }
    case 'delete': {
      const {ref, resource, label} = await target()
      await kube.delete(ref, {propagationPolicy: 'Background'})
      return resource.namespaced
        ? `${label.replace('/', ' "')}" deleted from ${namespace} namespace`
        : `${label.replace('/', ' "')}" deleted`
    }
    case 'edit': {
      const {ref, label} = await target()
      const body = edited(ref)
      if (!body) throw new Error(`nothing tells what 'kubectl edit' changed in ${label}`)
      await kube.patch(ref, {type: 'merge', body}, {fieldManager: 'kubectl-edit'})
      return `${label} edited`
    }
    case 'replace': {
      const replaced = documents().map((object) =>
        kube.update(object, {fieldManager: flag('field-manager') ?? 'kubectl-replace'}),
      )
      return lines(kube, await Promise.all(replaced), () => 'replaced')
    }
    case 'create': {
      if (rest.length > 0) return lines(kube, [await createNamed(kube, rest, namespace, flags)], () => 'created')
      const made = documents().map((object) => kube.create(object, {fieldManager: flag('field-manager') ?? 'kubectl-create'}))
      return lines(kube, await Promise.all(made), () => 'created')
    }
    case 'apply':
      return applyCommand(kube, documents(), flags)
    default:
      throw new Error(`kubectl ${command} is not known to the scenario runner`)
  }
}

/** `kubectl set image|resources|env WORKLOAD ...`. */
async function setCommand(
  kube: KubeClient,
  rest: readonly string[],
  namespace: string,
  flag: (name: string) => string | undefined,
): Promise<string> {
  const [what, path = '', ...changes] = rest
  const [type = '', name = ''] = path.split('/')
  const resource = await findResource(kube, type)
  const ref = {...kindOf(resource), namespace, name}
  const live = await kube.get(ref)
  const pods = (live['spec'] as {template: {spec: {containers: {name: string}[]}}}).template.spec
  const containers =
    what === 'image'
      ? changes.map((change) => {
          const [container, image] = splitOnce(change, '=')
          return {name: container, image}
        })
      : what === 'resources'
        ? pods.containers.map((container) => ({name: container.name, resources: resourcesOf(flag)}))
        : pods.containers.map((container) => ({name: container.name, env: changes.map(envOf)}))
  const body = {spec: {template: {spec: {containers}}}} as unknown as JsonObject
  await kube.patch(ref, {type: 'strategic', body}, {fieldManager: flag('field-manager') ?? 'kubectl-set'})
  const said = what === 'image' ? 'image updated' : what === 'resources' ? 'resource requirements updated' : 'env updated'
  return `${labelOf(resource, name)} ${said}`
}

/** `kubectl create configmap|secret generic|namespace|serviceaccount NAME [--from-literal k=v]...`. */
async function createNamed(
  kube: KubeClient,
  rest: readonly string[],
  namespace: string,
  flags: Map<string, string[]>,
): Promise<KubeObject> {
  const resource = await findResource(kube, rest[0] ?? '')
  const name = rest.at(-1) ?? ''
  const literals = Object.fromEntries((flags.get('from-literal') ?? []).map((literal) => splitOnce(literal, '=')))
  const encoded = Object.fromEntries(Object.entries(literals).map(([key, value]) => [key, Buffer.from(value).toString('base64')]))
  const data = resource.kind === 'Secret' ? encoded : literals
  const object: KubeObject = {
    ...kindOf(resource),
    metadata: {name, ...(resource.namespaced ? {namespace} : {})},
    ...(Object.keys(data).length > 0 ? {data} : {}),
  }
  return kube.create(object, {fieldManager: flags.get('field-manager')?.at(-1) ?? 'kubectl-create'})
}

function resourcesOf(flag: (name: string) => string | undefined): JsonObject {
  const list = (text: string) => Object.fromEntries(text.split(',').map((item) => splitOnce(item, '=')))
  const limits = flag('limits')
  const requests = flag('requests')
  return {...(limits ? {limits: list(limits)} : {}), ...(requests ? {requests: list(requests)} : {})}
}

function envOf(change: string): JsonObject {
  const [name, value] = splitOnce(change, '=')
  return {name, value}
}

async function lines(kube: KubeClient, objects: readonly KubeObject[], word: () => string): Promise<string> {
  const all = objects.map(async (object) => `${labelOf(await kube.resourceFor(object), object.metadata.name ?? '')} ${word()}`)
  return (await Promise.all(all)).join('\n')
}

async function findResource(kube: KubeClient, type: string): Promise<ApiResource> {
  const lower = type.toLowerCase()
  const matches = ({resource, singular, kind, shortNames}: ApiResource) =>
    [resource, singular, kind.toLowerCase(), ...shortNames].includes(lower)
  const found = (await kube.resources()).find(matches) ?? (await kube.resources({fresh: true})).find(matches)
  if (!found) throw new Error(`the server doesn't have a resource type "${type}"`)
  return found
}

function kindOf(resource: ApiResource) {
  return {apiVersion: resource.group === '' ? resource.version : `${resource.group}/${resource.version}`, kind: resource.kind}
}

function splitOnce(text: string, mark: string): [string, string] {
  const cut = text.indexOf(mark)
  return [text.slice(0, cut), text.slice(cut + 1)]
}

function parse(args: readonly string[]): Parsed {
  const words: string[] = []
  const flags = new Map<string, string[]>()
  const add = (name: string, value: string) => flags.set(name, [...(flags.get(name) ?? []), value])
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!
    if (arg.startsWith('--')) {
      const [name, value] = arg.includes('=') ? splitOnce(arg.slice(2), '=') : [arg.slice(2), undefined]
      if (value !== undefined) add(name, value)
      else if (SWITCHES.has(name)) add(name, 'true')
      else add(name, args[++index] ?? '')
    } else if (arg.startsWith('-') && arg.length > 1) {
      add(SHORT[arg[1]!] ?? arg[1]!, arg.length > 2 ? arg.slice(2).replace(/^=/, '') : (args[++index] ?? ''))
    } else words.push(arg)
  }
  return {words, flags}
}
