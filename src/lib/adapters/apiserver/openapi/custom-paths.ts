import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import {componentName} from './custom-schemas.js'
import {parameterToV3, type Swagger} from './swagger.js'

const LIST = [
  'allowWatchBookmarks',
  'continue',
  'fieldSelector',
  'labelSelector',
  'limit',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'shardSelector',
  'timeoutSeconds',
  'watch',
]
const WRITE = ['dryRun', 'fieldManager', 'fieldValidation']
const DELETE = [
  'dryRun',
  'gracePeriodSeconds',
  'ignoreStoreReadErrorWithClusterBreakingPotential',
  'orphanDependents',
  'propagationPolicy',
]
const META = '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.'
const TYPES = ['application/json', 'application/yaml']
const PATCHES = ['application/apply-patch+yaml', 'application/json-patch+json', 'application/merge-patch+json']

/** The group's words that names are made of: `k8s.io` at its end says nothing when something stands before it. */
function groupParts(group: string): string[] {
  return group.replace(/\.k8s\.io$/, '').split('.')
}

/** Paths of a custom resource. */
export function customPaths(entry: CatalogEntry, swagger: Swagger): JsonObject {
  return new CustomPaths(entry, swagger).all()
}

class CustomPaths {
  private readonly words: string
  private readonly known: ReadonlyMap<string, JsonObject>

  constructor(
    private readonly entry: CatalogEntry,
    swagger: Swagger,
  ) {
    const parts = groupParts(entry.group)
    const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
    this.words = parts.map(capital).join('') + capital(entry.version)
    this.known = knownParameters(swagger)
  }

  all(): JsonObject {
    const {entry} = this
    const base = `/apis/${entry.group}/${entry.version}`
    const collection = entry.namespaced ? `${base}/namespaces/{namespace}/${entry.resource}` : `${base}/${entry.resource}`
    const paths: JsonObject = {[collection]: this.collection(), [`${collection}/{name}`]: this.one('')}
    for (const sub of entry.details) paths[`${collection}/{name}/${sub.name}`] = this.one(sub.name)
    if (entry.namespaced) {
      const {parameters: _, ...list} = this.list(`${entry.kind}ForAllNamespaces`)
      paths[`${base}/${entry.resource}`] = {get: list, parameters: this.named([...LIST, 'pretty'].sort())}
    }
    return paths
  }

  private collection(): JsonObject {
    const kind = this.scoped(this.entry.kind)
    return {
      get: this.list(kind),
      post: this.operation('post', 'create', `create a ${this.entry.kind}`, kind, WRITE, {
        body: this.own(),
        answers: {200: this.own(), 201: this.own(), 202: this.own()},
      }),
      delete: this.operation('deletecollection', 'delete', `delete collection of ${this.entry.kind}`, `Collection${kind}`, LIST, {
        answers: {200: ref('Status')},
      }),
      parameters: [...this.namespace(), ...this.named(['pretty'])],
    }
  }

  private one(sub: string): JsonObject {
    const kind = this.scoped(this.entry.kind) + sub.charAt(0).toUpperCase() + sub.slice(1)
    const about = sub === '' ? `the specified ${this.entry.kind}` : `${sub} of the specified ${this.entry.kind}`
    const own = sub === 'scale' ? {$ref: '#/components/schemas/io.k8s.api.autoscaling.v1.Scale'} : this.own()
    const path: JsonObject = {
      get: this.operation('get', 'read', `read ${about}`, kind, ['resourceVersion'], {answers: {200: own}}),
      put: this.operation('put', 'replace', `replace ${about}`, kind, WRITE, {body: own, answers: {200: own, 201: own}}),
    }
    if (sub === '') {
      path.delete = this.operation('delete', 'delete', `delete a ${this.entry.kind}`, kind, DELETE, {
        body: ref('DeleteOptions'),
        optional: true,
        answers: {200: ref('Status'), 202: ref('Status')},
      })
    }
    path.patch = this.operation('patch', 'patch', `partially update ${about}`, kind, [...WRITE, 'force'], {
      body: ref('Patch'),
      types: PATCHES,
      answers: {200: own},
    })
    path.parameters = [
      {
        name: 'name',
        in: 'path',
        description: `name of the ${this.entry.kind}`,
        required: true,
        schema: {type: 'string', uniqueItems: true},
      },
      ...this.namespace(),
      ...this.named(['pretty']),
    ]
    return path
  }

  private list(kind: string): JsonObject {
    const answer = {$ref: `#/components/schemas/${componentName(this.entry, this.entry.listKind)}`}
    return this.operation('list', 'list', `list objects of kind ${this.entry.kind}`, kind, LIST, {answers: {200: answer}})
  }

  private operation(
    action: string,
    verb: string,
    description: string,
    kind: string,
    parameters: readonly string[],
    how: {body?: JsonObject; optional?: boolean; types?: readonly string[]; answers: Record<number, JsonObject>},
  ): JsonObject {
    const {group, version} = this.entry
    const tag = this.words.charAt(0).toLowerCase() + this.words.slice(1, this.words.length - version.length)
    return {
      tags: [`${tag}_${version}`],
      description,
      operationId: `${verb}${action === 'deletecollection' ? kind.replace('Collection', `${this.words}Collection`) : this.words + kind}`,
      parameters: this.named(parameters),
      ...(how.body
        ? {requestBody: {content: media(how.body, how.types ?? TYPES), ...(how.optional ? {} : {required: true})}}
        : {}),
      responses: {
        ...Object.fromEntries(
          Object.entries(how.answers).map(([code, schema]) => [
            code,
            {description: ANSWERS[code] ?? '', content: media(schema, TYPES)},
          ]),
        ),
        401: {description: 'Unauthorized'},
      },
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': {group, version, kind: this.entry.kind},
    }
  }

  private own(): JsonObject {
    return {$ref: `#/components/schemas/${componentName(this.entry, this.entry.kind)}`}
  }

  private scoped(kind: string): string {
    return this.entry.namespaced ? `Namespaced${kind}` : kind
  }

  private namespace(): JsonObject[] {
    return this.entry.namespaced ? this.named(['namespace']) : []
  }

  private named(names: readonly string[]): JsonObject[] {
    return names.flatMap((name): JsonObject[] => {
      // patches word the manager differently
      const key = name === 'fieldManager' && names.includes('force') ? 'fieldManager of patch' : name
      const found = this.known.get(key)
      return found ? [found] : []
    })
  }
}

const ANSWERS: Readonly<Record<string, string>> = {200: 'OK', 201: 'Created', 202: 'Accepted'}

function ref(kind: string): JsonObject {
  return {$ref: `${META}${kind}`}
}

function media(schema: JsonObject, types: readonly string[]): JsonObject {
  return Object.fromEntries(types.map((type) => [type, {schema}]))
}

/** Parameters by name, as the paths of ConfigMaps have them. */
function knownParameters(swagger: Swagger): ReadonlyMap<string, JsonObject> {
  const known = new Map<string, JsonObject>()
  const add = (list: JsonValue | undefined): void => {
    for (const parameter of Array.isArray(list) ? (list as JsonObject[]) : []) {
      const found = parameterToV3(parameter, swagger)
      if (found.in !== 'body' && !known.has(String(found.name))) known.set(String(found.name), found)
    }
  }
  const base = '/api/v1/namespaces/{namespace}/configmaps'
  for (const path of [base, `${base}/{name}`]) {
    for (const operation of Object.values(swagger.paths[path] ?? {})) {
      if (isObject(operation)) add(operation.parameters)
      else add(operation)
    }
  }
  const patch = swagger.paths[`${base}/{name}`]?.patch
  const manager = (isObject(patch) ? (patch.parameters as JsonObject[]) : [])
    .map((parameter) => parameterToV3(parameter, swagger))
    .find((parameter) => parameter.name === 'fieldManager')
  if (manager) known.set('fieldManager of patch', manager)
  return known
}
