import type {ApiError} from '../../../errors/api-error.js'
import {freezeDeep} from '../../../formats/json/freeze.js'
import type {JsonObject} from '../../../formats/json/value.js'
import type {KubeObject, OwnerReference} from '../../../ports/kube.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import {alreadyExists, invalid, notGenerated, statusError} from '../status.js'
import {keyOf} from '../store/store.js'
import {fromStored, rememberShown, shownAgain, storedForm, without} from './conversion.js'
import {
  type AdmissionRequest,
  type Call,
  type Core,
  managerOf,
  optionsOf,
  ruleEnv,
  timestamp,
  type WriteSettings,
} from './core.js'
import {numberFault} from './read/resource-version.js'
import type {Target} from './target.js'
import {generationOf, hasStatus, keepsStatus} from './traits.js'

/** Length to which the server fills names: 63 less the suffix. */
const NAME_ROOM = 58
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
const NAME_TRIES = 8

/** Five characters as generateName gets them. */
export function nameSuffix(core: Core): string {
  return Array.from({length: 5}, () => ALPHABET[Math.floor(core.random.float() * ALPHABET.length)]).join('')
}

/** Drops repeated owners, with the server's warning. */
export function uniqueOwners(object: KubeObject, call: Call): KubeObject {
  const owners = object.metadata.ownerReferences
  if (!owners || owners.length < 2) return object
  const seen = new Set<string>()
  const kept: OwnerReference[] = []
  for (const owner of owners) {
    const id = JSON.stringify([owner.apiVersion, owner.kind, owner.name, owner.uid, owner.controller, owner.blockOwnerDeletion])
    if (seen.has(id)) {
      call.warnings.push(
        '.metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ' +
          owner.uid,
      )
    } else kept.push(owner)
    seen.add(id)
  }
  return kept.length === owners.length ? object : {...object, metadata: {...object.metadata, ownerReferences: kept}}
}

/**
 * Creates a decoded and defaulted object. The field manager has not seen it yet, unless `managed` (create on apply).
 * @throws ApiError 409, 422, 403, 404 as the server words them
 */
export function createObject(
  core: Core,
  target: Target,
  decoded: KubeObject,
  settings: WriteSettings,
  call: Call,
  managed = false,
): KubeObject {
  const {entry, namespace} = target
  const {resourceVersion = ''} = decoded.metadata
  // only the store minds, what it cannot read it takes for none, and a rehearsal never gets there
  if (numberFault(resourceVersion) === undefined && Number(resourceVersion) > 0 && !settings.dryRun) {
    throw statusError(500, '', 'resourceVersion should not be set on objects to be created')
  }
  let object = uniqueOwners(placed(withoutSystemFields(decoded), namespace), call)
  if (!managed) {
    object = core.fields.update(entry, undefined, object, {
      manager: managerOf(settings, call),
      now: timestamp(core.clock.now()),
    })
  }
  const uid = core.random.uuid()
  const request = {
    operation: 'CREATE',
    entry,
    subresource: '',
    old: undefined,
    call,
    dryRun: settings.dryRun,
    name: object.metadata.name ?? '',
    options: optionsOf('CreateOptions', settings.given),
  } as const
  const env = ruleEnv(core, call, '', settings.dryRun, uid)
  object = core.admission.admit({...request, object}, (draft) => core.rules.admitCreate(entry, freezeDeep(draft), env))
  for (let attempt = 0; ; attempt++) {
    const named = filled(core, entry, object, uid)
    try {
      return store(core, target, named, {...request, object: named}, settings)
    } catch (error) {
      const generated = object.metadata.name === undefined && object.metadata.generateName
      if (!generated || (error as ApiError).reason !== 'AlreadyExists') throw error
      if (attempt === NAME_TRIES) throw notGenerated(entry, named.metadata.name ?? '')
    }
  }
}

const SYSTEM_FIELDS = ['uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink']

/** The object without what only the server says, before anybody is noted to manage it. */
function withoutSystemFields(object: KubeObject): KubeObject {
  const metadata = object.metadata as JsonObject
  if (!SYSTEM_FIELDS.some((name) => metadata[name] !== undefined)) return object
  return {...object, metadata: without(metadata, ...SYSTEM_FIELDS) as KubeObject['metadata']}
}

/** The object with the path's namespace, or without any when the kind is cluster-wide. */
function placed(object: KubeObject, namespace: string): KubeObject {
  if ((object.metadata.namespace ?? '') === namespace) return object
  const metadata = without(object.metadata as JsonObject, 'namespace') as KubeObject['metadata']
  return {...object, metadata: namespace === '' ? metadata : {...metadata, namespace}}
}

/** What becomes of generateName; an IPAddress is called like that itself. */
function namedAfter({group, resource}: CatalogEntry): (generateName: string, core: Core) => string {
  if (group === 'networking.k8s.io' && resource === 'ipaddresses') return (generateName) => generateName
  return (generateName, core) => generateName.slice(0, NAME_ROOM) + nameSuffix(core)
}

function filled(core: Core, entry: CatalogEntry, object: KubeObject, uid: string): KubeObject {
  const counted = generationOf(entry) !== undefined
  // a version that was given is one of a rehearsal, which keeps it
  const unsaid = [...(object.metadata.resourceVersion ? [] : ['resourceVersion']), ...(counted ? ['generation'] : [])]
  const metadata = without(object.metadata as JsonObject, ...unsaid, ...SYSTEM_FIELDS)
  const {name, generateName, namespace, ...rest} = metadata as KubeObject['metadata']
  const chosen =
    name !== undefined && name !== ''
      ? name
      : generateName !== undefined && generateName !== ''
        ? namedAfter(entry)(generateName, core)
        : undefined
  const copy: KubeObject = {
    ...object,
    metadata: {
      ...(chosen === undefined ? {} : {name: chosen}),
      ...(generateName === undefined ? {} : {generateName}),
      ...(namespace === undefined ? {} : {namespace}),
      uid,
      ...(counted ? {generation: 1} : {}),
      creationTimestamp: timestamp(core.clock.now()),
      ...rest,
    },
  }
  if (!hasStatus(entry) || keepsStatus(entry)) return copy
  delete copy.status
  // A custom resource is shown with the default that its CRD has for the status.
  return entry.crd ? core.rules.defaults(entry, freezeDeep(copy)) : copy
}

function store(core: Core, target: Target, named: KubeObject, begun: AdmissionRequest, settings: WriteSettings): KubeObject {
  const {entry, namespace} = target
  const {call} = begun
  const env = ruleEnv(core, call, '', settings.dryRun, named.metadata.uid)
  const prepared = core.rules.prepareCreate(entry, freezeDeep(named), env)
  const name = prepared.metadata.name ?? ''
  const errors = core.rules.validateCreate(entry, prepared, env)
  if (errors.length > 0) throw invalid({group: entry.group, kind: prepared.kind}, name, errors)
  call.warnings.push(...core.rules.warnings(entry, prepared, undefined))
  const request = {...begun, name, object: prepared}
  core.admission.validate(request)
  const key = keyOf(namespace, name)
  const existing = core.store.collection(entry.collection).get(key)
  if (existing) throw alreadyExists(entry, name, existing.metadata.deletionTimestamp !== undefined)
  const final = core.admission.commit(request)
  const kept = storedForm(core, entry, final)
  if (settings.dryRun) return shownAgain(core, entry, final, kept)
  const stored = core.store.put(entry.collection, key, kept)
  rememberShown(entry, stored)
  return fromStored(core, entry, stored)
}
