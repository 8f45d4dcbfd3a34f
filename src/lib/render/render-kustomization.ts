import {messageOf} from '../errors/flux-error.js'
import type {JsonObject} from '../formats/json/value.js'
import type {Context} from '../ports/context.js'
import type {FileTree} from '../ports/files.js'
import type {KubeObject} from '../ports/kube.js'
import type {ReadVariableSource, VariableSource} from './variables.js'

export interface RenderInputs {
  /** folder of the tree that is built, symlinks resolved */
  readonly directory: string
  /** absolute path that the tree has in messages */
  readonly root: string
  /** gate StrictPostBuildSubstitutions */
  readonly strict: boolean
  readonly readVariables: ReadVariableSource
  /** the way to remote bases; absent: they are refused */
  readonly remote?: Pick<Context, 'http' | 'git'> | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Rendered {
  readonly objects: readonly JsonObject[]
  readonly origins: readonly JsonObject[]
  readonly warnings: readonly string[]
  /** ConfigMaps and Secrets that variables came from */
  readonly usedInputs: readonly VariableSource[]
  /** `sha256:<hex>` of the objects as one YAML text */
  readonly digest: string
}

export async function renderKustomization(_object: KubeObject, _tree: FileTree, _inputs: RenderInputs): Promise<Rendered> {
  throw new Error(messageOf('not yet'))
}
