import {resolve} from 'node:path'
import {isNotFound} from '../../errors/api-error.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {goFileText, isFileFault} from '../../errors/go-file.js'
import type {JsonValue} from '../../formats/json/value.js'
import {parseYaml} from '../../formats/yaml/parse.js'
import {yamlText} from '../../formats/yaml/reader.js'
import {yamlFault} from '../../formats/yaml/yaml-fault.js'
import type {KubeObject} from '../../ports/kube.js'
import {deadlineError} from '../poll.js'
import {type BuildContext, type BuildOptions, realOf} from './build-options.js'
import {typedKustomization} from './typed-kustomization.js'

const GROUP = 'kustomize.toolkit.fluxcd.io'
const API_VERSION = `${GROUP}/v1`

type Wanted = Pick<BuildOptions, 'name' | 'namespace' | 'kustomizationFile' | 'ignoreNotFound'>

/** True for a Kustomization of Flux, of whatever version. */
export function isKustomization(object: KubeObject): boolean {
  return object.kind === 'Kustomization' && object.apiVersion?.startsWith(`${GROUP}/`)
}

/**
 * The Kustomization to build (cli reference 7.2, steps 1 and 2): the one of the file with the live one's status, or the
 * live one. Throws FluxError in the original's words.
 */
export async function kustomizationObject(context: BuildContext, wanted: Wanted): Promise<KubeObject> {
  try {
    const {kustomizationFile: file} = wanted
    if (wanted.ignoreNotFound && file === undefined) {
      throw new FluxError('usage', 'kustomization file is required when assuming new kustomizations')
    }
    const live = context.kube && (await liveKustomization(context, wanted, wanted.ignoreNotFound))
    if (file === undefined) return live!
    const object = await fromFile(context, wanted, file)
    return live?.status === undefined ? object : {...object, status: live.status}
  } catch (error) {
    if (error instanceof FluxError && error.code === 'usage') throw error
    throw new FluxError('no-kustomization', `failed to get kustomization object: ${messageOf(error)}`, {cause: error})
  }
}

/** The object in the cluster; undefined when there is none and that is no fault. */
export async function liveKustomization(
  {kube, signal}: BuildContext,
  {name, namespace}: Pick<BuildOptions, 'name' | 'namespace'>,
  optional: boolean,
): Promise<KubeObject | undefined> {
  try {
    return await kube?.get({apiVersion: API_VERSION, kind: 'Kustomization', namespace, name}, {signal})
  } catch (error) {
    if (optional && isNotFound(error)) return undefined
    throw deadlineError(error, signal)
  }
}

async function fromFile({fs, cwd}: BuildContext, {name, namespace}: Wanted, file: string): Promise<KubeObject> {
  const text = yamlText(await fs.read(await realOf(fs, resolve(cwd, file))).catch((error: unknown) => unreadable(error, file)))
  for (const part of text.split(/^---[^\S\n]*(?:#.*)?\r?\n/m)) {
    const object = typed(parsePart(part, file), file)
    if (!object.metadata || !isKustomization(object)) continue
    const {metadata} = object
    if (metadata.name === name && (!metadata.namespace || metadata.namespace === namespace)) return object
  }
  throw new FluxError(
    'not-in-file',
    `failed find kustomization with name '${name}' and namespace '${namespace}' in file '${file}'`,
  )
}

function unreadable(error: unknown, file: string): never {
  if (!isFileFault(error)) throw error
  throw new FluxError('no-file', `failed to read kustomization file ${file}: ${goFileText(error, file)}`, {cause: error})
}

function typed(value: JsonValue, file: string): KubeObject {
  try {
    return typedKustomization(value) as KubeObject
  } catch (error) {
    throw new FluxError('bad-yaml', `failed to unmarshall kustomization file ${file}: ${messageOf(error)}`, {cause: error})
  }
}

function parsePart(text: string, file: string): JsonValue {
  try {
    return parseYaml(text, {file})
  } catch (error) {
    const fault = yamlFault(text) ?? messageOf(error)
    throw new FluxError('bad-yaml', `failed to unmarshall kustomization file ${file}: error converting YAML to JSON: ${fault}`, {
      cause: error,
    })
  }
}
