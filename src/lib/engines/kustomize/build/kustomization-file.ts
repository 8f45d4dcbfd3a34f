import {KustomizeError} from '../error.js'
import type {Loader} from '../files/loader.js'
import {KUSTOMIZATION_FILES} from '../kustomization/read.js'

/** The one file of a folder that says what to build. */
export function kustomizationFile(loader: Loader): {text: string; name: string} {
  const found: {text: string; name: string}[] = []
  for (const name of KUSTOMIZATION_FILES) {
    try {
      found.push({text: Buffer.from(loader.load(name)).toString('utf8'), name})
    } catch (error) {
      if (!(error instanceof KustomizeError)) throw error
    }
  }
  if (found.length === 1) return found[0]!
  if (found.length > 1) throw new KustomizeError(`Found multiple kustomization files under: ${loader.root}\n`)
  const names = KUSTOMIZATION_FILES.map((name) => `'${name}'`)
  throw new KustomizeError(
    `unable to find one of ${names.slice(0, -1).join(', ')} or ${names[names.length - 1]} in directory '${loader.root}'`,
  )
}
