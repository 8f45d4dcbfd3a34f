import {FluxError, messageOf} from '../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {parseYaml} from '../../formats/yaml/parse.js'
import {printYaml} from '../../formats/yaml/print.js'
import {yamlFault} from '../../formats/yaml/yaml-fault.js'
import type {Context} from '../../ports/context.js'
import type {KubeClient, KubeObject} from '../../ports/kube.js'
import {specOf} from './kustomization.js'
import type {KustomizeOptions} from './options.js'

/** The client that a Kustomization's objects are handled with. */
export interface ClusterAccess {
  readonly kube: KubeClient
  /** a client of its own: another account or another cluster */
  readonly dedicated: boolean
  /** ServiceAccount that is impersonated, in the Kustomization's namespace */
  readonly account?: string | undefined
}

/** The account to act as: of the spec, else of the flag. */
export function accountOf(object: KubeObject, options: KustomizeOptions): string | undefined {
  return specOf(object).serviceAccountName || options.defaultServiceAccount || undefined
}

/** Account and cluster as the spec says (kustomize-controller reference 19). Throws FluxError with Flux's texts. */
export async function clusterAccess(
  context: Pick<Context, 'kube'>,
  object: KubeObject,
  options: KustomizeOptions,
  signal: AbortSignal,
): Promise<ClusterAccess> {
  const {kubeConfig} = specOf(object)
  const account = accountOf(object, options)
  if (!kubeConfig && account === undefined) return {kube: context.kube, dedicated: false}
  const base = kubeConfig ? await connect(context, object, options, signal) : context.kube
  if (account === undefined) return {kube: base, dedicated: true}
  const user = `system:serviceaccount:${object.metadata.namespace}:${account}`
  return {kube: base.impersonate({user}), dedicated: true, account}
}

async function connect(
  context: Pick<Context, 'kube'>,
  object: KubeObject,
  options: KustomizeOptions,
  signal: AbortSignal,
): Promise<KubeClient> {
  const reference = specOf(object).kubeConfig?.secretRef
  if (!reference) {
    throw new FluxError(
      'not-supported',
      'spec.kubeConfig.configMapRef needs a cloud identity, which is not supported: use secretRef',
    )
  }
  const {namespace} = object.metadata
  const name = `${namespace}/${reference.name}`
  let secret: KubeObject
  try {
    secret = await context.kube.get({apiVersion: 'v1', kind: 'Secret', namespace, name: reference.name}, {signal})
  } catch (error) {
    throw new FluxError('no-kubeconfig', `unable to read KubeConfig secret '${name}' error: ${messageOf(error)}`, {cause: error})
  }
  const data: JsonObject = isObject(secret.data) ? secret.data : {}
  const keys = reference.key ? [reference.key] : ['value', 'value.yaml']
  const found = keys.find((key) => typeof data[key] === 'string' && data[key] !== '')
  if (found === undefined) {
    throw new FluxError('no-kubeconfig', `KubeConfig secret '${name}' does not contain a '${keys[0]}' key with a kubeconfig`)
  }
  const text = Buffer.from(String(data[found]), 'base64').toString()
  return context.kube.connect(printYaml(cleanKubeconfig(parseKubeconfig(text), options.insecureKubeconfigTls)))
}

function parseKubeconfig(text: string): JsonValue {
  try {
    return parseYaml(text)
  } catch (error) {
    throw new FluxError('no-kubeconfig', yamlFault(text) ?? messageOf(error), {cause: error})
  }
}

/**
 * A kubeconfig without anything that reads files, runs programs, acts as somebody else or (unless allowed) skips the
 * check of the server: only what the Secret itself holds counts.
 */
export function cleanKubeconfig(config: JsonValue, insecure: boolean): JsonObject {
  const source: JsonObject = isObject(config) ? config : {}
  const cluster = [
    'server',
    'tls-server-name',
    'certificate-authority-data',
    'proxy-url',
    ...(insecure ? ['insecure-skip-tls-verify'] : []),
  ]
  const user = ['token', 'username', 'password', 'client-certificate-data', 'client-key-data']
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': source['current-context'],
    contexts: source.contexts,
    clusters: picked(source.clusters, 'cluster', cluster),
    users: picked(source.users, 'user', user),
  }
}

function picked(list: JsonValue | undefined, field: string, keys: readonly string[]): JsonValue[] {
  if (!Array.isArray(list)) return []
  return list.filter(isObject).map((item) => {
    const value: JsonObject = isObject(item[field]) ? (item[field] as JsonObject) : {}
    const kept = Object.fromEntries(keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]))
    return {name: item.name ?? '', [field]: kept}
  })
}
