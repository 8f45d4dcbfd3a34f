import {build, load, type RemoteLoader} from '../../../../engines/kustomize/index.js'
import type {FileTree} from '../../../../ports/files.js'
import {withoutSecretLiterals} from '../../../../render/generator-words.js'
import {type FoundObject, isWanted} from './repository-objects.js'

interface Needs {
  readonly remote?: RemoteLoader | undefined
  readonly signal: AbortSignal
}

/** What a release may need of what a kustomization's folder builds, as kustomize-controller builds it. */
export async function builtFolder(tree: FileTree, folder: string, {remote, signal}: Needs): Promise<FoundObject[]> {
  const input = await load(tree, folder, {root: '/', restriction: 'none', order: 'fifo', absoluteLinks: true, remote, signal})
  const {objects, origins} = built(input, signal)
  return objects.flatMap((object, at) => {
    if (!isWanted(object)) return []
    const {file = folder, line = 1} = origins[at] ?? {}
    return [{object, file: file.replace(/^\/+/, ''), line}]
  })
}

function built(input: Parameters<typeof build>[0], signal: AbortSignal) {
  try {
    return build(input, {signal})
  } catch (error) {
    signal.throwIfAborted()
    throw withoutSecretLiterals(error)
  }
}
