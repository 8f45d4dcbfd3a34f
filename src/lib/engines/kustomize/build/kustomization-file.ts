import {KustomizeError} from '../error.js'
import {joinPath} from '../files/closed-files.js'
import {fileText} from '../files/file-text.js'
import type {Loader} from '../files/loader.js'
import {KUSTOMIZATION_FILES} from '../kustomization/read.js'

/** The one file of a folder that says what to build. */
export function kustomizationFile(loader: Loader): {text: string; name: string} {
  const found: {text: string; name: string}[] = []
  for (const name of KUSTOMIZATION_FILES) {
    try {
      found.push({text: fileText(loader.load(name)), name})
    } catch (error) {
      if (!(error instanceof KustomizeError)) throw error
    }
  }
  if (found.length === 1) return found[0]!
  if (found.length > 1) {
    const error = new KustomizeError(`Found multiple kustomization files under: ${loader.root}\n`)
    error.place = found.map(({name}) => joinPath(loader.root, name)).join(' and ')
    throw error
  }
  const names = KUSTOMIZATION_FILES.map((name) => `'${name}'`)
  throw new KustomizeError(
    `unable to find one of ${names.slice(0, -1).join(', ')} or ${names[names.length - 1]} in directory '${loader.root}'`,
  )
}

/** A component is one, and resources are none. @throws KustomizeError */
export function checkKind(kind: string, isComponent: boolean, root: string): void {
  if (isComponent && kind !== 'Component')
    throw new KustomizeError(`expected kind 'Component' for path '${root}' but got '${kind}'`)
  if (!isComponent && kind === 'Component') throw new KustomizeError(`expected kind != 'Component' for path '${root}'`)
}
