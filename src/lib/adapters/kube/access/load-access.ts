import {delimiter, dirname, join, resolve} from 'node:path'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {goFileText, isFileFault} from '../../../errors/go-file.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {yamlText} from '../../../formats/yaml/reader.js'
import type {DiskFs} from '../../../ports/files.js'
import type {KubeAccess} from './access.js'
import {accessOf, type CredentialSources, fileTokenHeaders} from './credentials.js'
import {connectionOf, filledOverrides, impersonating, type KubeconfigFile, type KubeconfigOverrides} from './kubeconfig.js'
import {shapeFault} from './shape.js'
import {confirmUsable} from './validate.js'
import {headOf, noKind, parseVersioned} from './versioned.js'

export interface LoadAccessOptions extends KubeconfigOverrides {
  /** path of `--kubeconfig` */
  readonly kubeconfig?: string | undefined
}

export interface LoadAccessSources extends CredentialSources {
  readonly fs: Pick<DiskFs, 'read' | 'stat'> & Partial<Pick<DiskFs, 'write'>>
  readonly env: Readonly<Record<string, string | undefined>>
}

interface ReadFile extends KubeconfigFile {
  readonly path: string
}

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'
/** What kubectl and flux try when nothing says where the cluster is. */
const LAST_RESORT = 'http://localhost:8080'

/**
 * The cluster of the flags and the environment: `--kubeconfig`, then KUBECONFIG, then ~/.kube/config, then the Pod's own
 * account, then http://localhost:8080 (cli reference 1.1).
 */
export async function loadAccess(options: LoadAccessOptions, sources: LoadAccessSources): Promise<KubeAccess> {
  const overrides = filledOverrides(options)
  const files = await kubeconfigFiles(options, sources)
  const connection = connectionOf(files, overrides)
  const {clusterName, cluster, userName, user, namespace} = connection
  const confirmed = readOnce(sources.fs)
  await confirmUsable(
    {
      missingContext: connection.missing ? connection.context : undefined,
      user: {name: userName, value: impersonating(user, overrides)},
      cluster: cluster && {name: clusterName, value: cluster},
    },
    confirmed,
  )
  if (cluster) return accessOf({cluster, user, namespace}, {...sources, confirmed, keep: keeper(files, userName, sources.fs)})
  const server = sources.env['KUBERNETES_MASTER'] || LAST_RESORT
  return (await inClusterAccess(sources)) ?? {server, tls: {}, headers: async () => ({})}
}

/** Files by their paths, each read when it is first asked for. */
function readOnce(fs: Pick<DiskFs, 'read'>): Pick<DiskFs, 'read'> {
  const known = new Map<string, Promise<Uint8Array>>()
  return {
    read(path) {
      const found = known.get(path) ?? fs.read(path)
      known.set(path, found)
      return found
    },
  }
}

/** Puts new tokens of a user into the file that the old ones are in. */
function keeper(
  files: readonly ReadFile[],
  user: string,
  {read, stat, write}: LoadAccessSources['fs'],
): CredentialSources['keep'] {
  const file = files.find(({config}) => namesIn(config, 'users').includes(user))
  if (!file || !write) return undefined
  return async (tokens) => {
    const {keepTokens} = await import('./oidc/keep-tokens.js')
    const again = async () => parseFile(yamlText(await readConfig({read}, file.path)), file.path)
    await keepTokens({path: file.path, user, read: again}, tokens, {stat, write})
  }
}

/** Access from kubeconfig text alone (`connect`); relative paths mean the working folder. */
export async function accessFromText(text: string, sources: CredentialSources): Promise<KubeAccess> {
  const {cluster, ...connection} = connectionOf([{config: await parse(text), resolve: (path) => resolve(path)}])
  if (!cluster) throw new FluxError('bad-kubeconfig', 'the kubeconfig names no server for its current context')
  return accessOf({...connection, cluster}, sources)
}

/** Names of all contexts, of files as well as of a flag. */
export async function kubeconfigContexts(
  options: LoadAccessOptions,
  sources: Pick<LoadAccessSources, 'env' | 'fs'>,
): Promise<string[]> {
  return [...new Set((await kubeconfigFiles(options, sources)).flatMap(({config}) => namesIn(config, 'contexts')))]
}

function namesIn(config: JsonObject, list: string): string[] {
  const entries = Array.isArray(config[list]) ? config[list] : []
  return entries.map((entry) => (isObject(entry) ? entry['name'] : undefined)).filter((name) => typeof name === 'string')
}

/** The files that count, parsed; those that do not exist are left out unless a flag named them. */
async function kubeconfigFiles(options: LoadAccessOptions, sources: Pick<LoadAccessSources, 'env' | 'fs'>): Promise<ReadFile[]> {
  const {env, fs} = sources
  const named = options.kubeconfig
  const home = env['HOME'] ?? env['USERPROFILE']
  const paths = named
    ? [named]
    : env['KUBECONFIG']
      ? env['KUBECONFIG'].split(delimiter).filter(Boolean)
      : home
        ? [join(home, '.kube', 'config')]
        : []
  const files: ReadFile[] = []
  for (const path of paths) {
    if (!(await isThere(fs, path))) {
      if (named) throw new FluxError('no-kubeconfig', `stat ${path}: no such file or directory`)
      continue
    }
    const config = await parseFile(yamlText(await readConfig(fs, path)), path)
    files.push({path, config, resolve: (relative) => resolve(dirname(path), relative)})
  }
  return files
}

/** What cannot be looked at is there: reading it tells what it is. So is what would lie below a file. */
async function isThere(fs: LoadAccessSources['fs'], path: string): Promise<boolean> {
  try {
    if (await fs.stat(path)) return true
    return await fs.read(path).then(
      () => true,
      (error) => (error as {code?: string}).code === 'ENOTDIR',
    )
  } catch (error) {
    if (isFileFault(error)) return true
    throw error
  }
}

async function readConfig(fs: Pick<DiskFs, 'read'>, path: string): Promise<Uint8Array> {
  try {
    return await fs.read(path)
  } catch (error) {
    throw new FluxError('bad-kubeconfig', `error loading config file "${path}": ${goFileText(error, path)}`, {cause: error})
  }
}

/** As `parse`, with client-go's words about what is wrong. */
async function parseFile(text: string, path: string): Promise<JsonObject> {
  try {
    return await parse(text)
  } catch (error) {
    throw new FluxError('bad-kubeconfig', `error loading config file "${path}": ${messageOf(error)}`, {cause: error})
  }
}

/** A kubeconfig in the one version that there is, each field of its type. */
async function parse(text: string): Promise<JsonObject> {
  const config = await parseVersioned(text)
  const head = headOf(config)
  const [kind, version] = [head.kind || 'Config', head.apiVersion || 'v1']
  const fault = kind === 'Config' && version === 'v1' ? shapeFault(config) : noKind(kind, version)
  if (fault !== undefined) throw new FluxError('bad-kubeconfig', fault)
  return config
}

/** Access of the Pod's ServiceAccount; undefined outside a cluster. */
export async function inClusterAccess(sources: LoadAccessSources): Promise<KubeAccess | undefined> {
  const {env, fs} = sources
  const host = env['KUBERNETES_SERVICE_HOST']
  const port = env['KUBERNETES_SERVICE_PORT']
  if (!host || !port || !(await fs.stat(`${ACCOUNT}/token`))) return undefined
  const text = async (name: string) =>
    (await fs.stat(`${ACCOUNT}/${name}`)) ? Buffer.from(await fs.read(`${ACCOUNT}/${name}`)).toString('utf8') : undefined
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    tls: {ca: await text('ca.crt')},
    namespace: (await text('namespace'))?.trim(),
    headers: fileTokenHeaders(`${ACCOUNT}/token`, sources, {first: await text('token')}),
  }
}
